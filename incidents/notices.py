"""What incidents write to people: kind of matter, who and when, a link. Never a word from the case (GEN-08).

Each function writes outgoing mail in the caller's transaction. What follows from a rule (R-01 and on) is written by the
clock from reference data; here is only what follows at once from something a person did.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import notices, outbox
from core.outbox import MailSpec

notices.register_line("incidents.", _("En hændelse: et skridt"))
notices.register_line("incidents.take_over", _("En hændelse: venter på en leder"))


def link(incident):
    """Return the path of the case page."""
    return reverse("incidents:incident", args=[incident.pk])


def received(incident, *, due_at, by):
    """Tell the reporter that the leader has been told, and when it goes on to the next (N-20)."""
    outbox.enqueue(
        incident.reporter,
        "N-20",
        subject=incident,
        link=link(incident),
        dedupe_key=f"N-20:{incident.pk}",
        context={"tid": incident.submitted_at, "tid_2": due_at},
        by=by,
    )


def chain_told(alert, *, due_at):
    """Tell the next leader of the chain outside the clock's round, because the one before may not hear of it (N-02)."""
    outbox.enqueue(
        alert.person,
        "N-02",
        subject=alert.incident,
        link=link(alert.incident),
        dedupe_key=f"N-02:alert:{alert.pk}",
        context={"frist": alert.answer_by or due_at},
    )


def taken_over(incident, leader, at):
    """Tell the affected and the reporter who has taken over (N-21)."""
    people = {
        person.pk: person
        for person in (incident.affected, incident.reporter, *incident.also_affected.all())
        if person.pk != leader.pk
    }
    outbox.enqueue_many(
        [
            MailSpec(
                person,
                "N-21",
                incident,
                link(incident),
                f"N-21:{incident.pk}:{leader.pk}:{person.pk}:{at.isoformat()}",
                {"leder_navn": leader.name, "tid": at},
            )
            for person in people.values()
        ]
    )


def chain_relieved(alerts, leader, at):
    """Tell the other leaders that somebody has taken over and that their access has ended (N-49).

    The subject is the alert and not the incident, which they no longer see when the mail is sent.
    """
    outbox.enqueue_many(
        [
            MailSpec(
                alert.person,
                "N-49",
                ("incidents.alert", alert.pk),
                reverse("core:desk"),
                f"N-49:{alert.pk}:{at.isoformat()}",
                {"leder_navn": leader.name, "tid": at},
            )
            for alert in alerts
            if alert.person_id != leader.pk
        ]
    )


def handed_over(incident, at):
    """Tell a leader that the responsibility is theirs now (N-50)."""
    outbox.enqueue(
        incident.responsible,
        "N-50",
        subject=incident,
        link=link(incident),
        dedupe_key=f"N-50:{incident.pk}:{at.isoformat()}",
        context={"tid": at},
    )


def care_taken(incident, leaders, at):
    """Tell the leaders that AMR looks after the affected until one of them takes over (N-43)."""
    outbox.enqueue_many(
        [
            MailSpec(
                leader,
                "N-43",
                incident,
                link(incident),
                f"N-43:{incident.pk}:{leader.pk}:{at.isoformat()}",
                {"navn": incident.care_by.name, "tid": at},
            )
            for leader in leaders
        ]
    )


def care_returned(incident, carer, leader, at):
    """Tell AMR that a leader has the care again (N-44)."""
    outbox.enqueue(
        carer,
        "N-44",
        subject=incident,
        link=link(incident),
        dedupe_key=f"N-44:{incident.pk}:{carer.pk}:{at.isoformat()}",
        context={"leder_navn": leader.name, "tid": at},
    )
