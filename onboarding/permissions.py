"""Onboarding's lines of the permission table (requirements 7.1, roles 4 and 14–19; 7.2).

A right needs a role and a relation to the course. Notes of status meetings are the pair's alone; the journal is its
writer's alone, and no line gives it to anybody else.
"""

from django.db.models import F, Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.models import Person, ReferenceLink, Unit
from core.permissions import EVERY_ROW, NO_ROW, allow, reads
from onboarding.choices import RUNNING
from onboarding.models import (
    Background,
    ChecklistItem,
    Competence,
    Course,
    CourseRole,
    JournalEntry,
    Needs,
    Pack,
    PackVersion,
    Paper,
    SavedView,
    ScheduleRow,
    StatusMeeting,
    Topic,
    Training,
    Welcome,
)

LEADER, HR, MENTOR = _("lederen"), _("HR-medarbejder"), _("mentor")
CONTACT, NEWCOMER, COORDINATOR = _("kontaktperson"), _("den nye kollega"), _("tovholder")
RESPONSIBLE = _("den ansvarlige")
RUNS = Q(state__in=RUNNING)


# -- relations: each returns a condition on Course -------------------------------------------------------------------
def newcomer(person):
    """The one the course is for."""
    return Q(person=person) & ~Q(state="cancelled")


def leader(person):
    """The course's leader, who stands in for that leader today, or the nearest leader of the unit; never of one's own."""
    lead = Q(leader=person) | Q(leader__in=person.standing.acting_for) | Q(unit__in=person.standing.care)
    return lead & ~Q(person=person)


def hr(person):
    """HR, for every course but one's own."""
    return ~Q(person=person) if person.standing.has("hr") else NO_ROW


def mentor(person):
    """The mentor."""
    return Q(mentor=person)


def contact(person):
    """The contact person."""
    return Q(contact=person)


def coordinator(person):
    """The coordinator of the course."""
    return Q(pk__in=Subquery(CourseRole.objects.filter(role="coordinator", person=person).values("course_id")))


def running(relation):
    """Narrow a relation to courses where something is still to be done."""

    def where(person):
        condition = relation(person)
        return condition if condition is NO_ROW else condition & RUNS

    return where


PAIR = ((NEWCOMER, newcomer), (MENTOR, mentor), (CONTACT, contact))
GUIDES = ((MENTOR, mentor), (CONTACT, contact))
RUNNERS = ((LEADER, leader), (HR, hr))

# -- the course ------------------------------------------------------------------------------------------------------
reads(Course, "onboarding.view")
TABLE = {
    "onboarding.view": (*PAIR, *RUNNERS, (COORDINATOR, coordinator)),
    # move, cancel, close, hand over roles, take up a new version of the template
    "onboarding.manage": tuple((who, running(where)) for who, where in RUNNERS),
    # checklist and schedule: rows, times, extra lines, approval
    "onboarding.arrange": tuple((who, running(where)) for who, where in (*RUNNERS, *GUIDES)),
    "onboarding.write_letter": tuple((who, running(where)) for who, where in (*RUNNERS, *GUIDES)),
    "onboarding.adapt_template": tuple((who, running(where)) for who, where in ((HR, hr), (COORDINATOR, coordinator))),
    "onboarding.see_private_address": RUNNERS,
    "onboarding.meet": PAIR,
    "onboarding.plan_meetings": tuple((who, running(where)) for who, where in PAIR),
    "onboarding.ask": ((NEWCOMER, newcomer),),
    "onboarding.read_questions": PAIR,
    "onboarding.answer": GUIDES,
    "onboarding.read_goals": (*PAIR, (LEADER, leader)),
    "onboarding.rate_own_goals": ((NEWCOMER, newcomer),),
    "onboarding.rate_goals": GUIDES,
    "onboarding.read_adaptations": (*PAIR, (LEADER, leader)),
    "onboarding.write_journal": ((NEWCOMER, newcomer),),
    "onboarding.talk": ((NEWCOMER, newcomer), (LEADER, leader)),
    "onboarding.evaluate": (*PAIR, (LEADER, leader)),
    "onboarding.export": ((HR, hr),),
    "onboarding.roll_up": ((HR, lambda person: EVERY_ROW if person.standing.has("hr") else NO_ROW),),
}
for action, lines in TABLE.items():
    for who, where in lines:
        allow(action, Course, who, where)


def over(relation, path="course"):
    """Turn a rule on Course into one on a row that belongs to a course."""

    def where(person):
        condition = relation(person)
        if condition is NO_ROW or condition is EVERY_ROW:
            return condition
        return Q(**{f"{path}__in": Subquery(Course.objects.filter(condition).order_by().values("pk"))})

    return where


# -- who may be introduced ---------------------------------------------------------------------------------------------
allow("onboarding.introduce", Person, HR, lambda person: ~Q(pk=person.pk) if person.standing.has("hr") else NO_ROW)
allow(
    "onboarding.introduce",
    Person,
    _("nærmeste leder"),
    lambda person: Q(unit__in=person.standing.care) & ~Q(pk=person.pk),
)


# -- items and rows: also for whoever answers for one of them (role 19) --------------------------------------------------
def responsible(person):
    """Whoever answers for the line, or stands in for them today."""
    mine = {person.pk, *person.standing.acting_for}
    return Q(owner__in=mine) | Q(second__in=mine)


for model, name in ((ChecklistItem, "item"), (ScheduleRow, "row")):
    reads(model, f"onboarding.view_{name}")
    allow(f"onboarding.view_{name}", model, RESPONSIBLE, responsible)
    for who, where in TABLE["onboarding.view"]:
        allow(f"onboarding.view_{name}", model, who, over(where))
allow("onboarding.tick_item", ChecklistItem, RESPONSIBLE, responsible)
allow("onboarding.confirm_row", ScheduleRow, RESPONSIBLE, responsible)
for who, where in TABLE["onboarding.arrange"]:
    allow("onboarding.tick_item", ChecklistItem, who, over(where))
    allow("onboarding.confirm_row", ScheduleRow, who, over(where))
    allow("onboarding.arrange_row", ScheduleRow, who, over(where))
    allow("onboarding.arrange_item", ChecklistItem, who, over(where))


def knows(person):
    """The topic's knowledge person, or who stands in for them today, while the course runs (role 19)."""
    return Q(person__in={person.pk, *person.standing.acting_for}) & Q(course__state__in=RUNNING)


reads(Topic, "onboarding.view_topic")
for action, lines in (
    ("onboarding.view_topic", TABLE["onboarding.view"]),
    ("onboarding.tick_topic", (*TABLE["onboarding.arrange"], *TABLE["onboarding.read_goals"])),
):
    allow(action, Topic, _("vidensperson"), knows)
    for who, where in lines:
        allow(action, Topic, who, over(where))

reads(Welcome, "onboarding.view_letter")
for who, where in TABLE["onboarding.write_letter"]:
    allow("onboarding.view_letter", Welcome, who, over(where))
for who, where in TABLE["onboarding.manage"]:
    allow("onboarding.release_letter", Welcome, who, over(where))


# -- the pair ----------------------------------------------------------------------------------------------------------
def own_time(role):
    """Meetings from the day somebody took the role over; what was said before stays between those who said it."""

    def where(person):
        held = Q(course__in=Subquery(Course.objects.filter(**{role: person}).order_by().values("pk")))
        since = f"course__{role}_since"
        return held & (Q(**{f"{since}__isnull": True}) | Q(starts_at__date__gte=F(since)))

    return where


reads(StatusMeeting, "onboarding.view_meeting")
for who, where, still in (
    (NEWCOMER, over(newcomer), over(running(newcomer))),
    (MENTOR, own_time("mentor"), over(running(mentor))),
    (CONTACT, own_time("contact"), over(running(contact))),
):
    allow("onboarding.view_meeting", StatusMeeting, who, where)
    allow("onboarding.write_notes", StatusMeeting, who, where)
    allow(
        "onboarding.move_meeting",
        StatusMeeting,
        who,
        lambda person, where=where, still=still: where(person) & still(person),
    )
reads(JournalEntry, "onboarding.read_journal")
allow("onboarding.read_journal", JournalEntry, _("dig selv"), lambda person: Q(person=person))

# -- papers: who reads and writes follows from the kind ------------------------------------------------------------------
READERS = {
    "preparation": ((LEADER, leader), *GUIDES),
    "alignment": (*PAIR, (LEADER, leader)),
    "follow_up_1": ((NEWCOMER, newcomer), (LEADER, leader)),
    "follow_up_3": ((NEWCOMER, newcomer), (LEADER, leader)),
    "agreement": PAIR,
}
reads(Paper, "onboarding.read_paper")


def of_kind(kind, relation):
    """Narrow a rule on Course to the papers of a kind."""

    def where(person):
        return over(relation)(person) & Q(kind=kind)

    return where


for kind, lines in READERS.items():
    for who, where in lines:
        for action in ("read_paper", "write_paper", "confirm_paper"):
            allow(f"onboarding.{action}", Paper, who, of_kind(kind, where))

# Each party writes its own evaluation; all read all three when the last has confirmed.
PARTIES = {"newcomer": (NEWCOMER, (newcomer,)), "leader": (LEADER, (leader,)), "mentor": (MENTOR, (mentor, contact))}


def own_part(party, relations):
    """The party's own evaluation."""

    def where(person):
        total = over(relations[0])(person)
        for relation in relations[1:]:
            total |= over(relation)(person)
        return total & Q(kind="evaluation", party=party)

    return where


for party, (who, relations) in PARTIES.items():
    for action in ("read_paper", "write_paper", "confirm_paper"):
        allow(f"onboarding.{action}", Paper, who, own_part(party, relations))
for who, where in (*PAIR, (LEADER, leader), (COORDINATOR, coordinator)):
    allow(
        "onboarding.read_paper",
        Paper,
        who,
        lambda person, where=where: over(where)(person) & Q(kind="evaluation", locked_at__isnull=False),
    )


def over_person(relation):
    """Turn a rule on Person into one on a row about a person."""

    def where(person):
        condition = relation(person)
        if condition is NO_ROW or condition is EVERY_ROW:
            return condition
        return Q(person__in=Subquery(Person.objects.filter(condition).order_by().values("pk")))

    return where


# -- templates and who knows what ----------------------------------------------------------------------------------------
def adapted_by(person):
    """Packs that a coordinator adapts: those the own running courses are made of, and those of the courses' units."""
    own = Course.objects.filter(coordinator(person) & RUNS).order_by()
    used = PackVersion.objects.filter(courses__in=own).order_by()
    return Q(pk__in=Subquery(used.values("pack"))) | Q(unit__in=Subquery(own.values("unit")))


reads(Pack, "onboarding.view_pack")
for action in ("onboarding.view_pack", "onboarding.edit_pack"):
    allow(action, Pack, HR, lambda person: EVERY_ROW if person.standing.has("hr") else NO_ROW)
    allow(action, Pack, COORDINATOR, adapted_by)
# What introductions refer to elsewhere (ONB-33): HR says where it lies.
allow(
    "core.change_link",
    ReferenceLink,
    HR,
    lambda person: Q(code__startswith="onb_") if person.standing.has("hr") else NO_ROW,
)
# A new pack, a new version, a draft thrown away, a pack out of use: that changes courses of others too.
allow("onboarding.publish_pack", Pack, HR, lambda person: EVERY_ROW if person.standing.has("hr") else NO_ROW)
reads(Competence, "onboarding.view_competence")
allow("onboarding.view_competence", Competence, _("medarbejder"), lambda person: EVERY_ROW)
allow("onboarding.edit_competence", Competence, _("dig selv"), lambda person: Q(person=person))
allow(
    "onboarding.edit_competence",
    Competence,
    _("nærmeste leder"),
    lambda person: Q(person__unit__in=person.standing.care),
)
# What somebody was trained as and wants to learn: Person → themselves, their leader; HR reads all but the wishes.
SELF = _("dig selv")


def oneself(person):
    """The person."""
    return Q(pk=person.pk)


def led(person):
    """Those whose nearest leader the person is, or stands in for."""
    return Q(unit__in=person.standing.care) & ~Q(pk=person.pk)


def everyone_for_hr(person):
    """HR, for everybody."""
    return EVERY_ROW if person.standing.has("hr") else NO_ROW


OF_PERSON = {
    "onboarding.see_competences": ((SELF, oneself), (LEADER, led), (HR, everyone_for_hr)),
    "onboarding.edit_background": ((SELF, oneself), (LEADER, led)),
    "onboarding.read_needs": ((SELF, oneself), (LEADER, led)),
    "onboarding.edit_needs": ((SELF, oneself),),
}
for action, lines in OF_PERSON.items():
    for who, where in lines:
        allow(action, Person, who, where)
for model, action, as_person in (
    (Background, "onboarding.view_background", "onboarding.see_competences"),
    (Training, "onboarding.view_training", "onboarding.see_competences"),
    (Needs, "onboarding.view_needs", "onboarding.read_needs"),
):
    reads(model, action)
    for who, where in OF_PERSON[as_person]:
        allow(action, model, who, over_person(where))
reads(SavedView, "onboarding.keep_view")
allow("onboarding.keep_view", SavedView, SELF, lambda person: Q(person=person))
# Numbers for a unit: its leader, HR, and TR for the committee (GEN-70: MED's goals).
allow("onboarding.see_numbers", Unit, HR, everyone_for_hr)
allow("onboarding.see_numbers", Unit, _("lederen"), lambda person: Q(pk__in=person.standing.care))
allow(
    "onboarding.see_numbers",
    Unit,
    _("tillidsrepræsentant"),
    lambda person: Q(pk=person.unit_id) if person.standing.has("union_rep") else NO_ROW,
)
