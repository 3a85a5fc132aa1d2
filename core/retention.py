"""Nothing is kept longer than its period (GEN-16; docs/retention.md).

An app registers each kind of record it owns:

    @kind("incidents.incident")
    class Incidents(Kind):
        def due(self, before): …        # rows whose period began on or before the day
        def began(self, row): …         # the day the period began
        def erase(self, row, at): …     # everything of the row, files on disk too

The periods are data (RetentionRule). `run` may run as often as it likes, twice at once or after days of standstill:
each record goes in a transaction of its own, under a row lock, and leaves a tombstone. One with a legal hold stays.
"""

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Value
from django.http import Http404

from core import audit, calendar, subjects
from core.models import AuditEntry, Draft, LegalHold, Mail, NextOfKin, Person, RetentionRule, Tombstone
from core.models.mail import MailState
from core.subjects import key_of

logger = logging.getLogger(__name__)
KINDS: dict[str, "Kind"] = {}
PREVIEW_DAYS = 60


class Kind:
    """One kind of record. Subclasses say which rows, since when, and how they go."""

    code = ""
    in_bulk = False  # many rows without a history of their own: deleted together, one line in the log

    def due(self, before):
        """Return the rows whose period began on the day `before` or earlier."""
        raise NotImplementedError

    def began(self, row):
        """Return the day the row's period began."""
        raise NotImplementedError

    def subject(self, row):
        """Return (type, id) under which a hold and the tombstone stand."""
        return key_of(row)

    def held_by(self, row):
        """Return the (type, id) whose holds keep the row: its own, and perhaps those of what it belongs to."""
        return [self.subject(row)]

    def label(self, row):
        """Return neutral words for the row, which outlive it."""
        known = subjects.SUBJECTS.get(self.subject(row)[0])
        return str(known.label(row)) if known and known.model is type(row) else str(row._meta.verbose_name)

    def facts(self, row):
        """Return what statistics may keep: numbers and codes that name nobody."""
        return {}

    def model_rows(self):
        """Return every row of the kind's table."""
        return self.due(calendar.today()).model._default_manager.all()

    def find(self, text):
        """Return the row that a person means by a number, to place a hold; None if there is none."""
        return

    def erase(self, row, at):
        """Delete the row and everything of it."""
        row.delete()


def kind(code):
    """Register a Kind under the code of its RetentionRule."""

    def decorate(made):
        made.code = code
        KINDS[code] = made()
        return made

    return decorate


def findable(code):
    """Tell whether a person can name a record of the kind by its number."""
    return code in KINDS and type(KINDS[code]).find is not Kind.find


@dataclass(frozen=True)
class Going:
    """A record that goes, or would go but for a hold."""

    kind: Kind
    rule: RetentionRule
    row: object
    on: date
    hold: LegalHold | None

    @property
    def label(self):
        """Return neutral words for it."""
        return self.kind.label(self.row)

    @property
    def app(self):
        """Return the part of the kind's code before the dot, for its address."""
        return self.kind.code.split(".")[0]

    @property
    def model(self):
        """Return the part after it."""
        return self.kind.code.split(".")[1]


def _limit(rule, day):
    """Return the day on or before which a period must have begun to be over on `day`."""
    return calendar.Offset.parse(f"-{rule.period}").apply_to_date(day)


def _goes_on(rule, began):
    """Return the day a record goes."""
    return calendar.Offset.parse(rule.period).apply_to_date(began)


def _holds():
    """Return {(type, id): hold} of those in force."""
    return {hold.subject: hold for hold in LegalHold.objects.filter(lifted_at__isnull=True).select_related("placed_by")}


def _hold_of(one, row, holds):
    """Return the hold that keeps a row, or None."""
    return next((holds[subject] for subject in one.held_by(row) if subject in holds), None)


def counts(rules=None, on=None, days=PREVIEW_DAYS):
    """Return {code: how many go within so many days}, held ones too: one query, however many kinds there are."""
    before, parts = (on or calendar.today()) + timedelta(days=days), []
    for rule in RetentionRule.objects.all() if rules is None else rules:
        if rule.code not in KINDS:
            continue
        due = KINDS[rule.code].due(_limit(rule, before)).order_by()
        rows = due.model._default_manager.filter(pk__in=due.values("pk")).order_by()
        parts.append(rows.values(_of=Value(rule.code)).annotate(_count=Count("pk")).values_list("_of", "_count"))
    return dict(parts[0].union(*parts[1:], all=True)) if parts else {}


def going(rule, on=None, days=PREVIEW_DAYS, limit=200):
    """Return what goes of one kind within so many days, the first first, cut at `limit`; nothing of a bulk kind."""
    on, one = on or calendar.today(), KINDS.get(rule.code)
    if one is None or one.in_bulk:
        return []
    holds = _holds()
    found = [
        Going(one, rule, row, max(on, _goes_on(rule, one.began(row))), _hold_of(one, row, holds))
        for row in one.due(_limit(rule, on + timedelta(days=days)))[:limit]
    ]
    return sorted(found, key=lambda going: going.on)


def run(at=None):
    """Erase what has been kept long enough; return {code: how many}. What fails is logged and tried again next time."""
    at = at or calendar.now()
    today = calendar.local_date(at)
    erased = {}
    for rule in RetentionRule.objects.filter(code__in=KINDS):
        one = KINDS[rule.code]
        due = one.due(_limit(rule, today))
        erased[rule.code] = _erase_together(one, due, at) if one.in_bulk else _erase_each(one, due, at)
    return erased


def _erase_together(one, due, at):
    """Delete the rows of a bulk kind and write one line."""
    with transaction.atomic():
        count = due.count() and due.delete()[1].get(due.model._meta.label, 0)
        if count:
            audit.record("core.erased", ("core.retention", 0), by=None, code=one.code, count=count, at=at)
    return count


def _erase_each(one, due, at):
    """Erase row by row, so that one that can't go doesn't keep the others."""
    count = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                row = due.model._default_manager.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if row is None or not due.filter(pk=pk).exists() or _hold_of(one, row, _holds()):
                    continue  # the row is locked, so no hold can be placed from here on
                subject_type, subject_id = one.subject(row)
                Tombstone.objects.update_or_create(
                    code=one.code,
                    subject_type=subject_type,
                    subject_id=subject_id,
                    defaults={
                        "label": one.label(row)[:120],
                        "erased_at": at,
                        "kept_from": one.began(row),
                        "facts": one.facts(row),
                    },
                )
                one.erase(row, at)
                audit.record("core.erased", (subject_type, subject_id), by=None, at=at, code=one.code)
                count += 1
        except Exception:
            logger.exception("A record of the kind %s could not be erased.", one.code)
    return count


# -- what is left to say -------------------------------------------------------------------------------------------
class Erased(Http404):
    """A record that this person once opened is gone, because it may no longer be kept. `on`: the day it went."""

    def __init__(self, on):
        super().__init__()
        self.on = on


def missing(person, subject, *, closed_by=""):
    """Return what a page raises for a record that isn't there for the person: Erased or a plain Http404.

    The record's rights went with it. The log still knows whom it was open to: whoever opened or did something in it may
    learn that it is gone and since when. For everybody else it reads as if it had never been, and so it does for those
    whom the action `closed_by` shut out (its detail `person`).
    """
    subject_type, subject_id = key_of(subject)
    about = {"subject_type": subject_type, "subject_id": subject_id}
    stone = Tombstone.objects.filter(**about).only("erased_at").first()
    if stone is None:
        return Http404()
    log = AuditEntry.objects.filter(**about)
    if not log.filter(actor=person).exists():
        return Http404()
    if closed_by and log.filter(action=closed_by, details__person=person.pk).exists():
        return Http404()
    return Erased(calendar.local_date(stone.erased_at))


# -- what core itself keeps ----------------------------------------------------------------------------------------
@kind("core.draft")
class Drafts(Kind):
    """Typed and never sent."""

    in_bulk = True

    def due(self, before):
        """Return drafts nobody has touched since."""
        return Draft.objects.filter(saved_at__date__lte=before)


@kind("core.mail")
class Mails(Kind):
    """Mails that have gone, or never will."""

    in_bulk = True

    def due(self, before):
        """Return those that are over; what still waits stays."""
        over = (MailState.SENT, MailState.FOLDED, MailState.DROPPED)
        return Mail.objects.filter(state__in=over, created_at__date__lte=before)


@kind("core.next_of_kin")
class NextOfKinLists(Kind):
    """The lists of people who no longer work here."""

    def due(self, before):
        """Return the people whose last day was before: the list is there on the last day itself."""
        return Person.objects.filter(active_to__lt=before, next_of_kin__isnull=False).distinct()

    def began(self, row):
        """Return the day after the last."""
        return row.active_to + timedelta(days=1)

    def label(self, row):
        """Return words without a name: a tombstone holds no personal data."""
        return "Pårørendeliste"

    def erase(self, row, at):
        """Delete the entries; the person stays, for the cases they are part of."""
        NextOfKin.objects.filter(person=row).delete()
        Person.objects.filter(pk=row.pk).update(next_of_kin_confirmed_on=None)
