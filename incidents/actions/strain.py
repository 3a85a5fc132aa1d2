"""Days of strain: written by the employee, asked about again, shared as the employee chooses (INC-11, INC-12).

A rise tells the leader that a talk is needed, and nothing of what was written. Only the newest day is followed up, so
that somebody who keeps a log isn't asked about every day of it.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, calendar, notices, todos
from core.directory import Directory
from core.models import Todo
from core.permissions import require
from core.reminders import opener
from core.todos import TodoSpec
from incidents.actions import reporting
from incidents.choices import DEMANDS
from incidents.models import StrainAnswer, StrainEpisode, StrainLog
from incidents.models.strain import StrainMoment

ASK, TALK = "incidents.strain_follow_up", "incidents.strain_talk"
ANSWER_WITHIN = "7d"
NOON = calendar.parse_time("12")

notices.register_line(ASK, gettext_lazy("Et kort spørgsmål til dig"))
notices.register_line(TALK, gettext_lazy("En medarbejder: tag en snak"))


@transaction.atomic
def write_day(*, by, token, day, strain, episodes, counts_in_team, share):
    """Keep a day with its episodes ([{at, demands, text}]); return (StrainLog, is new). The same form is kept once."""
    log, is_new = StrainLog.objects.get_or_create(
        token=token,
        defaults={
            "person": by,
            "unit": by.unit,
            "site": by.site,
            "day": day,
            "strain": strain,
            "counts_in_team": counts_in_team,
            "shared_with_leader_at": calendar.now() if share else None,
            "written_at": calendar.now(),
        },
    )
    require(by, "incidents.keep_strain", log)
    if not is_new:
        return log, False
    StrainEpisode.objects.bulk_create([StrainEpisode(log=log, **episode) for episode in episodes])
    audit.record("incidents.strain_written", log, by=by, episodes=len(episodes))
    newest = StrainLog.objects.filter(person=by).order_by("-day", "-pk").first()
    for older in StrainLog.objects.filter(person=by, follow_up=True).exclude(pk=newest.pk):
        StrainLog.objects.filter(pk=older.pk).update(follow_up=False)
        todos.withdraw(older, [ASK], by=by)
    return log, True


# -- asked again -----------------------------------------------------------------------------------------------------
def asked_on(log, moment):
    """Return the day on which a moment is asked about."""
    return calendar.Offset.parse(moment.value).apply_to_date(log.day)


def waiting_moment(log, today):
    """Return the newest moment that has come and isn't answered, or None."""
    answered = {answer.moment for answer in log.answers.all()}
    come = [moment for moment in StrainMoment if asked_on(log, moment) <= today]
    return come[-1] if come and come[-1].value not in answered else None


@opener
def follow_ups(today):
    """Ask each employee about the newest day, three days, three weeks and three months after it."""
    since = calendar.add_months(today, -4)
    logs = (
        StrainLog.objects.filter(follow_up=True, day__gte=since, person__is_active=True)
        .select_related("person__unit", "person__site")
        .prefetch_related("answers")
    )
    specs = []
    for log in logs:
        moment = waiting_moment(log, today)
        if moment is None or not log.person.works_on(today):
            continue
        due = calendar.Offset.parse(ANSWER_WITHIN).apply_to_date(asked_on(log, moment))
        if due < today:
            continue
        specs.append(
            TodoSpec(
                log,
                ASK,
                _("Hvordan har du det nu?"),
                owner=log.person,
                about=log.person,
                unit=log.person.unit,
                site=log.person.site,
                due_at=calendar.at(due, NOON),
                link=reverse("incidents:strain_day", args=[log.pk]),
                button=_("Svar"),
                kind="page",
                round=list(StrainMoment).index(moment) + 1,
                help=_("Ét tal. Du bestemmer, om du vil svare."),
                reasons=[_("Du skrev om en belastende dag. Vi spørger igen efter 3 dage, 3 uger og 3 måneder.")],
            )
        )
    todos.open_many(specs, by=None)


@transaction.atomic
def answer(log, *, by, strain):
    """Note how strained the person is now; return (StrainAnswer, whether it rose). A rise asks the leader to talk."""
    require(by, "incidents.keep_strain", log)
    log = StrainLog.objects.select_for_update(of=("self",)).get(pk=log.pk)
    moment = waiting_moment(log, calendar.today())
    if moment is None:
        raise ValidationError(_("Der er ikke noget at svare på lige nu."), code="early")
    last = log.answers.last()
    before = last.strain if last else log.strain
    row = StrainAnswer.objects.create(log=log, moment=moment.value, strain=strain, answered_at=calendar.now())
    audit.record("incidents.strain_answered", log, by=by, moment=moment.value)
    for todo in Todo.objects.about(log).open().filter(code=ASK):
        todos.complete(todo, by=by)
    rose = strain > before
    if rose:
        _ask_leader(log, moment, by=by)
    return row, rose


def _ask_leader(log, moment, *, by):
    """Give the employee's leader a to-do: who, by when, and nothing of what was written."""
    leader = Directory().own_leader(by)
    todos.open_todo(
        log,
        TALK,
        title=_("Tag en snak om belastning"),
        by=by,
        owner=leader,
        owner_role="" if leader else "leader",
        unit=by.unit,
        about=by,
        due_at=calendar.at(calendar.add_working_days(calendar.today(), 3), NOON),
        context=by.name,
        link=reverse("incidents:strain_talk", args=[log.pk]),
        button=_("Se, hvad du gør"),
        kind="page",
        round=list(StrainMoment).index(moment) + 1,
        rule="R-102",
        reasons=[_("Din medarbejder har svaret, at belastningen er steget. Du kan ikke se, hvad der er skrevet.")],
    )


@transaction.atomic
def leave_unanswered(log, *, by):
    """Say no to the question; the next one comes in its time."""
    require(by, "incidents.keep_strain", log)
    for todo in Todo.objects.about(log).open().filter(code=ASK):
        todos.complete(todo, by=by)
    audit.record("incidents.strain_left_unanswered", log, by=by)


@transaction.atomic
def record_talk(log, *, by):
    """Note that the leader has talked with the employee; False if that was noted before."""
    require(by, "incidents.hold_strain_talk", log)
    done = [todos.complete(todo, by=by) for todo in Todo.objects.about(log).open().filter(code=TALK)]
    if any(done):
        audit.record("incidents.strain_talk_held", log, by=by)
    return any(done)


# -- the employee decides --------------------------------------------------------------------------------------------
@transaction.atomic
def share(log, *, by, yes):
    """Let the nearest leader read the day for the next talk, or take that back; return whether something changed."""
    require(by, "incidents.keep_strain", log)
    if yes and log.unit_id != by.unit_id:
        raise ValidationError(_("Du er skiftet afdeling, siden du skrev dagen. Fortæl det selv til din leder."))
    changed = StrainLog.objects.filter(pk=log.pk, shared_with_leader_at__isnull=yes).update(
        shared_with_leader_at=calendar.now() if yes else None
    )
    if changed:
        audit.record("incidents.strain_shared" if yes else "incidents.strain_share_withdrawn", log, by=by)
    return bool(changed)


@transaction.atomic
def count_in_team(log, *, by, yes):
    """Let the day count in the team's numbers for the TRIO, or take that back; return whether something changed."""
    require(by, "incidents.keep_strain", log)
    changed = StrainLog.objects.filter(pk=log.pk, counts_in_team=not yes).update(counts_in_team=yes)
    if changed:
        audit.record("incidents.strain_counts" if yes else "incidents.strain_counts_not", log, by=by)
    return bool(changed)


@transaction.atomic
def promote(episode, *, by):
    """Begin an incident from an episode; return the draft, the same one when pressed twice."""
    require(by, "incidents.keep_strain", episode.log)
    episode = StrainEpisode.objects.select_for_update(of=("self",)).select_related("log").get(pk=episode.pk)
    if episode.incident_id:
        return episode.incident
    log = episode.log
    words = [DEMANDS.label(code) for code in episode.demands]
    text = "\n\n".join(part for part in (episode.text, ", ".join(words)) if part)
    typed = {
        "narrative": text,
        "day": "today" if log.day == calendar.today() else "other",
        "date": "" if log.day == calendar.today() else f"{log.day:%d.%m.%Y}",
        "time": f"{episode.at:%H.%M}" if episode.at else "",
        "_saved": calendar.now().isoformat(),
    }
    incident = reporting.keep_draft(by, uuid.uuid4(), typed)
    StrainEpisode.objects.filter(pk=episode.pk).update(incident=incident)
    audit.record("incidents.strain_promoted", log, by=by, episode=episode.pk)
    return incident


@transaction.atomic
def delete_day(log, *, by):
    """Take a day away: it is the employee's own. Incidents made from it stay; the day before it is followed up again."""
    require(by, "incidents.keep_strain", log)
    todos.withdraw(log, by=by)
    audit.record("incidents.strain_deleted", log, by=by)
    StrainLog.objects.filter(pk=log.pk).delete()
    newest = StrainLog.objects.filter(person_id=log.person_id).order_by("-day", "-pk").values_list("pk", flat=True)
    StrainLog.objects.filter(pk__in=newest[:1]).update(follow_up=True)
