"""A matter that the press may ask about: forewarned, logged, promised news given, learned from (INC-75, INC-76)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, calendar, notices, outbox, todos, versions
from core.directory import Directory
from core.models import Todo
from core.permissions import require
from incidents.actions.ground import TWICE
from incidents.choices import MEDIA_POINTS
from incidents.models import MediaCase, MediaEntry, MediaPromise
from incidents.states import MEDIA

NEWS = "incidents.media_news"
HOLDS_NOW = ("spokesperson", "process", "guidance", "exposed", "with_communications")  # what two may write at once
notices.register_line(NEWS, gettext_lazy("Du har lovet at give nyt"))


@transaction.atomic
def forewarn(*, by, title, about, exposed=()):
    """Say that a matter may be on its way; the nearest leader answers for it and is told. Return the MediaCase."""
    now = calendar.now()
    for known in MediaCase.objects.filter(started_by=by, started_at__gte=now - TWICE):
        if known.title == title:
            return known, False
    leads = by.unit_id in by.standing.care
    owner = by if leads else (Directory().own_leader(by) or by)
    case = MediaCase.objects.create(unit=by.unit, title=title, about=about, owner=owner, started_by=by, started_at=now)
    case.exposed.set(exposed)
    audit.record("incidents.media_case_begun", case, by=by)
    if owner.pk != by.pk:
        outbox.enqueue(
            owner,
            "I-11",
            subject=case,
            link=reverse("incidents:media_case", args=[case.pk]),
            dedupe_key=f"I-11:{case.pk}",
        )
    return case, True


def _open(case):
    """Hold the matter and return it; a closed log takes nothing more until it is opened again."""
    case = MediaCase.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=case.pk)
    if case.state == "closed":
        raise ValidationError(_("Loggen er lukket. Åbn den igen, før I skriver mere."), code="closed")
    return case


@transaction.atomic
def change(case, *, by, exposed, version=None, **values):
    """Change what holds now: who speaks, what we do, what the staff is told, whom it touches, who helps.

    `version`: what the writer saw.
    """
    require(by, "incidents.manage_media_case", case)
    case = _open(case)
    versions.hold(case, HOLDS_NOW, version)
    MediaCase.objects.filter(pk=case.pk).update(**values)
    case.exposed.set(exposed)
    case.refresh_from_db()
    audit.record("incidents.media_case_changed", case, by=by, fields=sorted(values))
    return case


@transaction.atomic
def tick(case, *, by, code):
    """Note a point of the list as done, with who and when; False when it was done before."""
    require(by, "incidents.log_media_case", case)
    case = _open(case)
    if code not in MEDIA_POINTS.labels():
        raise ValidationError(_("Punktet findes ikke."), code="unknown")
    _row, is_new = MediaEntry.objects.get_or_create(case=case, code=code, defaults={"by": by, "at": calendar.now()})
    if is_new:
        audit.record("incidents.media_point_done", case, by=by, code=code)
    return is_new


@transaction.atomic
def note(case, *, by, text):
    """Write a line in the log; the same words pressed twice are kept once."""
    require(by, "incidents.log_media_case", case)
    case, now = _open(case), calendar.now()
    for row in MediaEntry.objects.filter(case=case, by=by, code="", at__gte=now - TWICE):
        if row.text == text:
            return row
    row = MediaEntry.objects.create(case=case, text=text, by=by, at=now)
    audit.record("incidents.media_note", case, by=by, entry=row.pk)
    return row


@transaction.atomic
def promise(case, *, by, to_whom, due_at, owner):
    """Promise news by a moment; the one who gives it is reminded four hours before and at the time (R-22)."""
    require(by, "incidents.log_media_case", case)
    case = _open(case)
    row, is_new = MediaPromise.objects.get_or_create(case=case, to_whom=to_whom, due_at=due_at, owner=owner)
    if is_new:
        audit.record("incidents.media_news_promised", case, by=by, promise=row.pk)
        todos.open_todo(
            row,
            NEWS,
            title=_("Giv det nye, du har lovet"),
            by=by,
            owner=owner,
            unit=case.unit,
            due_at=due_at,
            link=reverse("incidents:media_case", args=[case.pk]),
            button=_("Åbn log"),
            kind="page",
            rule="R-22",
            reasons=[_("Der er lovet nyt til dette tidspunkt. Er der intet nyt, så sig det.")],
        )
    return row, is_new


@transaction.atomic
def keep_promise(row, *, by):
    """Note that the news was given, by whoever promised it or keeps the log; False when it was noted before."""
    require(by, "incidents.give_media_news", row)
    changed = MediaPromise.objects.filter(pk=row.pk, kept_at__isnull=True).update(kept_at=calendar.now())
    if changed:
        audit.record("incidents.media_news_given", row.case, by=by, promise=row.pk)
        for todo in Todo.objects.about(row).open().filter(code=NEWS):
            todos.complete(todo, by=by)
    return bool(changed)


@transaction.atomic
def move(case, step, *, by):
    """Take the matter to its next phase; return it. A promise that isn't kept holds the log open."""
    MediaCase.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)  # no promise slips in beside closing
    if step == "close" and case.promises.filter(kept_at__isnull=True).exists():
        raise ValidationError(_("Der er lovet nyt, som ikke er givet. Giv det først."), code="promised")
    return MEDIA.take(step, case, by=by, closed_at=calendar.now() if step == "close" else None)
