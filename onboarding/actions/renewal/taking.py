"""Taking a newer version of the template up, part by part."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from onboarding import words
from onboarding.actions import inviting
from onboarding.actions.courses import found_roles, template_of
from onboarding.actions.ground import add_roles, begin, changed_for_newcomer, note
from onboarding.actions.renewal.newest import newest_versions
from onboarding.actions.renewal.offer import Offer


@transaction.atomic
def take_up(course, *, by, parts=None, looked_at=None):
    """Take the newest versions up: the parts that were chosen (None: all) change, the rest stays as it is. Return the Offer.

    `looked_at` is the key of the Offer that was shown: ValidationError when a still newer version has been published since.
    """
    course = begin(course, "onboarding.manage", by=by)
    template = template_of(newest_versions(course)[0])
    add_roles(
        course,
        template,
        found_roles(course.unit, course.site, course.leader),
        known=course.roles.values_list("role", flat=True),
    )
    offer = Offer(course)
    if not offer.is_newer:
        raise ValidationError(_("Forløbet bruger allerede den nyeste udgave."), code="newest")
    if looked_at is not None and looked_at != offer.key:
        raise ValidationError(_("Der er kommet en ny udgave imens. Se forskellen igennem igen."), code="stale")
    chosen = [part for part in offer.parts if part.changes_something and (parts is None or part.name in parts)]
    for part in chosen:
        part.act(by)
    course.versions.set(offer.versions)
    audit.record(
        "onboarding.template_taken_up",
        course,
        by=by,
        versions=[version.pk for version in offer.versions],
        parts=[part.name for part in chosen],
    )
    taken = words.listed(words.LISTS[part.name] for part in chosen) or _("intet ændret")
    note(course, "added", _("Ny udgave af skabelonen: {parts}").format(parts=taken), by=by)
    if {"rows", "meetings"} & {part.name for part in chosen}:
        changed_for_newcomer(course)
        if course.schedule_approved_at:
            inviting.ask(course, list(course.rows.kept().select_related("owner")), by=by)
            inviting.update(course, by=by)
    return offer
