"""The talk before anybody goes home, and the offer of a talk with colleagues (INC-26, INC-27)."""

from django.db import transaction

from core import audit
from incidents import steps
from incidents.actions.ground import begin, once
from incidents.models import Talk


@transaction.atomic
def record_talk(incident, *, by, held_at, held_with, home_with="", transport=""):
    """Note who talked it through with the affected, when, and how the way home is; (Talk, is new).

    `held_with` is the leader or AMR who held it.
    """
    incident = begin(incident, "incidents.do_care_steps", by=by)
    talk, is_new = once(
        Talk,
        incident,
        by=by,
        kind="first",
        held_at=held_at,
        held_with=held_with,
        home_with=home_with,
        transport=transport,
    )
    if is_new:
        audit.record("incidents.talk_recorded", incident, by=by, talk=talk.pk)
        steps.done(incident, "incidents.talk", by=by)
        if home_with:
            steps.done(incident, "incidents.company", by=by, note=home_with)
    return talk, is_new


@transaction.atomic
def record_joint_talk(incident, *, by, wish, on=None):
    """Note what the affected answered to the offer of a talk with colleagues; (Talk, is new)."""
    incident = begin(incident, "incidents.do_care_steps", by=by)
    talk, is_new = once(Talk, incident, by=by, kind="joint", wish=wish, on=on)
    if is_new:
        audit.record("incidents.joint_talk_recorded", incident, by=by, talk=talk.pk)
        steps.done(incident, "incidents.joint_talk", by=by)
    return talk, is_new
