"""What onboarding writes to people: kind of matter, who and when, a link. What comes along is put on at sending."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, invitations, notices, outbox
from core.outbox import MailSpec, Part
from onboarding import words
from onboarding.models import Invitation, WayIn, Welcome

notices.register_line("onboarding.", gettext_lazy("Introduktion: et punkt på en huskeliste"))
notices.register_line("onboarding.mentor", gettext_lazy("Introduktion: vælg en mentor"))
notices.register_line("onboarding.schedule", gettext_lazy("Introduktion: skemaet skal være klar"))
notices.register_line("onboarding.welcome", gettext_lazy("Introduktion: velkomstbrevet skal være klar"))
notices.register_line("onboarding.letter_returned", gettext_lazy("Introduktion: et velkomstbrev kom ikke frem"))
notices.register_line("onboarding.row", gettext_lazy("Introduktion: et tidspunkt skal bekræftes"))
notices.register_line("onboarding.status", gettext_lazy("Introduktion: et statusmøde"))
notices.register_line("onboarding.follow_up", gettext_lazy("Introduktion: en opfølgningssamtale"))
notices.register_line("onboarding.evaluation", gettext_lazy("Introduktion: evaluering"))
notices.register_line("onboarding.missed_meetings", gettext_lazy("Introduktion: to statusmøder er ikke holdt"))

LETTER, INVITED, BUNDLE, CALLED_OFF = "O-20", "O-21", "O-22", "O-23"


def link(course):
    """Return the path of the course page."""
    return reverse("onboarding:course", args=[course.pk])


def appointed(course, role, *, by):
    """Tell the mentor or contact person that they are, with the help card behind the link (ONB-19)."""
    person = course.holder(role)
    if person is None or person == by:
        return
    outbox.enqueue(
        person,
        "O-17",
        subject=course,
        link=reverse("onboarding:guide", args=[course.pk]),
        dedupe_key=f"O-17:{course.pk}:{role}:{person.pk}",
        context={"rolle": str(words.ROLES[role]).lower(), "dato": calendar.long_date(course.start_on)},
        by=by,
    )


def asked(question, *, by):
    """Tell mentor and contact person that a question waits."""
    course = question.course
    people = {person.pk: person for person in (course.mentor, course.contact) if person}
    outbox.enqueue_many(
        [
            MailSpec(
                person,
                "O-15",
                course,
                reverse("onboarding:questions", args=[course.pk]),
                f"O-15:{question.pk}:{person.pk}",
            )
            for person in people.values()
        ]
    )


def answered(question, *, by):
    """Tell the newcomer that a question has an answer."""
    outbox.enqueue(
        question.course.person,
        "O-16",
        subject=question.course,
        link=reverse("onboarding:questions", args=[question.course_id]),
        dedupe_key=f"O-16:{question.pk}:{question.answered_at.isoformat()}",
        by=by,
    )


def proposed(row, *, by):
    """Tell those who arrange the schedule that another time is proposed."""
    course = row.course
    people = {person.pk: person for person in (course.mentor or course.contact, course.leader) if person}
    people.pop(by.pk, None)
    outbox.enqueue_many(
        [
            MailSpec(
                person,
                "O-19",
                course,
                reverse("onboarding:row", args=[row.pk]),
                f"O-19:{row.pk}:{person.pk}:{row.proposed_day}:{row.proposed_clock}",
            )
            for person in people.values()
        ]
    )


def schedule_changed(course, *, by):
    """Tell a newcomer who has begun that the schedule is another."""
    if not course.has_begun or course.person == by:
        return
    outbox.enqueue(
        course.person,
        "O-14",
        subject=course,
        link=reverse("onboarding:mine"),
        dedupe_key=f"O-14:{course.pk}:{course.schedule_version}",
        by=by,
    )


def paper_waits(paper, people, *, by):
    """Tell the others that a form is written and waits for their confirmation."""
    outbox.enqueue_many(
        [
            MailSpec(
                person,
                "O-24",
                ("onboarding.paper", paper.pk),
                address_of(paper),
                f"O-24:{paper.pk}:{paper.edit}:{person.pk}",
            )
            for person in people
            if person != by
        ]
    )


def address_of(paper):
    """Return the path of a paper's page."""
    if paper.kind == "evaluation":
        return reverse("onboarding:evaluation", args=[paper.course_id])
    return reverse("onboarding:paper", args=[paper.course_id, paper.kind])


def letter(welcome, *, way_in, by):
    """Write the mail to the private address, with the letter as a document (O-20); return its row.

    The row holds the code of the WayIn, from which `signed_link` makes the link at sending.
    """
    course = welcome.course
    return outbox.enqueue(
        None,
        LETTER,
        subject=("onboarding.welcome", welcome.pk),
        link=reverse("onboarding:way_in", args=[way_in.code]),
        dedupe_key=f"{LETTER}:{welcome.pk}:{welcome.times_sent + 1}",
        context={
            "fornavn": course.person.first_name,
            "afdeling": course.unit.name[:120],
            "dato": calendar.long_date(course.first_day),
        },
        speed="now",
        by=by,
    )


@outbox.addressed(LETTER)
def private_address(mail):
    """Return the newcomer's own address, as long as it is there."""
    welcome = Welcome.objects.filter(pk=mail.subject_id).first()
    return welcome.private_address if welcome else ""


@outbox.linked(LETTER)
def signed_link(mail):
    """Return the link to the pages before start; the mail's row holds its code alone."""
    code = mail.link.rstrip("/").rpartition("/")[2]
    return reverse("onboarding:way_in", args=[WayIn(code=code).token])


@outbox.dresses(LETTER)
def with_the_letter(mail, receiver):
    """Return the letter with its schedule as it was frozen."""
    welcome = Welcome.objects.select_related("document").filter(pk=mail.subject_id, document__isnull=False).first()
    if welcome is None:
        return []
    return [Part(bytes(welcome.document.content), "application/pdf", "velkomstbrev.pdf")]


# -- invitations -----------------------------------------------------------------------------------------------------------
def event_of(invitation, receiver):
    """Return the calendar's event of what somebody was told."""
    path = reverse("onboarding:meeting", args=[invitation.meeting_id]) if invitation.meeting_id else ""
    path = path or (reverse("onboarding:row", args=[invitation.row_id]) if invitation.row_id else "")
    return invitations.Event(
        uid=str(invitation.uid),
        sequence=invitation.sequence,
        starts_at=invitation.starts_at,
        ends_at=invitation.starts_at + timedelta(minutes=invitation.minutes or 30),
        summary=_("Introduktion: {topic}").format(topic=invitation.topic),
        location=invitation.place,
        path=path,
        attendees=[(receiver.name, receiver.email)],
        is_cancelled=invitation.method == invitations.CANCEL,
    )


def invite(bundles, *, by):
    """Write the mails of some invitations: [(receiver, bundle, [Invitation])]. Alone it is one that calendars answer to."""
    specs = []
    for receiver, bundle, some in bundles:
        first = some[0]
        code = CALLED_OFF if first.method == invitations.CANCEL else INVITED if len(some) == 1 else BUNDLE
        link_to = (
            event_of(first, receiver).path if len(some) == 1 else reverse("onboarding:schedule", args=[first.course_id])
        )
        specs.append(
            MailSpec(
                receiver,
                code,
                ("onboarding.invitation", first.pk),
                link_to,
                f"{code}:{bundle}",
                {
                    "dato": calendar.long_date(first.starts_at),
                    "tid": calendar.clock(first.starts_at),
                    "n": str(len(some)),
                },
            )
        )
    outbox.enqueue_many(specs)


def _parts(mail, receiver):
    """Return the calendar part: one event to answer to, or several to take in."""
    first = Invitation.objects.filter(pk=mail.subject_id).first()
    if first is None or receiver is None:
        return []
    some = list(Invitation.objects.filter(bundle=first.bundle, receiver=first.receiver_id)) if first.bundle else [first]
    events = [event_of(one, receiver) for one in some]
    if len(events) == 1:
        text = invitations.ics(events, first.method)
        return [Part(text, invitations.kind(first.method), is_alternative=True)]
    return [Part(invitations.ics(events, invitations.PUBLISH).encode(), invitations.FILE, "introduktion.ics")]


for _code in (INVITED, BUNDLE, CALLED_OFF):
    outbox.dresses(_code)(_parts)
