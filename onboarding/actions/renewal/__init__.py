"""A newer version of the template in a running course (ONB-32): is there one, what each part would change, taking parts up.

`newest` says whether there is one, `offer` what it would change in checklist, schedule and meetings, `plain` in the lists
with a row for each line, and `taking` does it. Nothing is lost that people have done: what is done, past, or written by
somebody here stays, and is named beforehand.
"""

from onboarding.actions.renewal.newest import has_newer, is_newer_than, newest_versions
from onboarding.actions.renewal.offer import Offer
from onboarding.actions.renewal.taking import take_up

__all__ = ["Offer", "has_newer", "is_newer_than", "newest_versions", "take_up"]
