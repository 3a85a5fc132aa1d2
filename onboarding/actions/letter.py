"""The welcome letter: written, approved, sent a week before, sent again, and the private address taken away (ONB-06)."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, documents, outbox, todos
from core.models import Mail, Todo
from core.permissions import require
from core.settings_values import Settings
from onboarding import documents as papers
from onboarding import notices
from onboarding.actions import building
from onboarding.actions.ground import begin, hold
from onboarding.choices import LetterState, State
from onboarding.models import Course, WayIn, Welcome
from onboarding.states import WELCOME

SESSION_LASTS = timedelta(hours=12)
BETWEEN_LINKS = timedelta(minutes=10)  # nobody fills a mailbox with links
RETURNED = "onboarding.letter_returned"
MEETS_AT = building.time(9)
ENOUGH = 3  # attempts that a mail server refused: the first ones may be its way to keep strangers waiting


def prepare(course, sends_on, *, private_address=""):
    """Make the letter of a course that hasn't begun, with what the settings say of the first day; return it."""
    settings = Settings(course.unit)
    try:
        meets_at = calendar.parse_time(settings.text("onboarding_meets_at"))
    except ValueError:
        meets_at = MEETS_AT
    return Welcome.objects.create(
        course=course,
        private_address=private_address,
        meets_at=meets_at,
        bring=settings.text("onboarding_bring")[:200],
        sends_on=sends_on,
    )


@transaction.atomic
def begin_anew(course, plan, *, by):
    """Ask for the letter of a course whose start had come and is ahead again: the private address is gone, the old plan is void."""
    welcome = Welcome.objects.filter(course=course).first()
    if welcome is None:
        prepare(course, plan.letter_on)
    else:
        if welcome.state != LetterState.DRAFT:
            WELCOME.take("begin_anew", welcome, by=by, released_at=None, released_by=None)
        Welcome.objects.filter(pk=welcome.pk).update(
            sends_on=plan.letter_on, sent_at=None, returned_at=None, mail=None, document=None, address_removed_at=None
        )
    asked = Todo.objects.about(course).filter(code=building.WELCOME).first()
    if asked is None:
        todos.open_many([building.letter_spec(course, plan)], by=by)
    else:
        todos.reopen(asked, by=by)


def _letter(course, by, action="onboarding.write_letter"):
    """Return (course under lock, its letter); ValidationError when there is none to send."""
    course = begin(course, action, by=by)
    welcome = Welcome.objects.filter(course=course).first()
    if welcome is None or course.has_begun:
        raise ValidationError(_("Den nye kollega er begyndt, så der er ikke et velkomstbrev at sende."), code="begun")
    welcome.course = course
    return course, welcome


@transaction.atomic
def write(course, *, by, meets_at, meeting_place, bring, greeting, private_address=None):
    """Write the parts of the letter that a person writes. A letter that was approved must be approved again. Return it."""
    course, welcome = _letter(course, by)
    values = {"meets_at": meets_at, "meeting_place": meeting_place, "bring": bring, "greeting": greeting}
    if private_address is not None:
        require(by, "onboarding.see_private_address", course)
        values["private_address"] = private_address
    fell = welcome.state == LetterState.RELEASED
    if fell:
        values |= {"state": LetterState.DRAFT, "released_at": None, "released_by": None}
    Welcome.objects.filter(pk=welcome.pk).update(**values)
    welcome.refresh_from_db()
    audit.record("onboarding.letter_written", course, by=by, fell=fell)
    return welcome


def lacks(welcome):
    """Return what must be in place before the letter can be approved, as sentences."""
    course, found = welcome.course, []
    if not welcome.private_address:
        found.append(_("Skriv den private mailadresse."))
    if not (course.mentor_id or course.contact_id):
        found.append(_("Vælg en mentor eller en kontaktperson."))
    if not course.schedule_approved_at:
        found.append(_("Godkend skemaet."))
    if course.leader_id is None:
        found.append(_("Vælg en leder."))
    if course.site_id is None and not welcome.meeting_place:
        found.append(_("Skriv, hvor I tager imod."))
    return found


@transaction.atomic
def release(course, *, by):
    """Approve the letter: it goes by itself on its day, or now when the day has come. Return it."""
    course, welcome = _letter(course, by, "onboarding.manage")
    require(by, "onboarding.release_letter", welcome)
    if missing := lacks(welcome):
        raise ValidationError(missing, code="lacks")
    welcome = WELCOME.take("release", welcome, by=by, released_at=calendar.now(), released_by=by)
    for todo in Todo.objects.about(course).open().filter(code="onboarding.welcome"):
        todos.complete(todo, by=by)
    if welcome.sends_on <= calendar.today():
        welcome = send(course, by=by)
    return welcome


@transaction.atomic
def take_back(course, *, by):
    """Take an approved letter back before it goes; return it."""
    course, welcome = _letter(course, by, "onboarding.manage")
    welcome = WELCOME.take("take_back", welcome, by=by, released_at=None, released_by=None)
    for todo in Todo.objects.about(course).filter(code="onboarding.welcome", state="done"):
        todos.reopen(todo, by=by)
    return welcome


@transaction.atomic
def send(course, *, by):
    """Freeze the letter with the schedule as it is now and send it, also again after a change; return it.

    `by` None is the clock, in the name of whoever approved it. Pressed twice it goes once.
    """
    course, welcome = _letter(course, by, "onboarding.manage")
    if welcome.sent_at and welcome.sent_version == course.schedule_version and _is_on_its_way(welcome):
        return welcome
    if missing := lacks(welcome):
        raise ValidationError(missing, code="lacks")
    sender = by or welcome.released_by
    number = documents.take_number()
    rows = list(course.rows.kept().select_related("owner", "second"))
    content = papers.welcome(course, welcome, rows, number)
    document = documents.freeze(
        "P-25",
        _("Velkomstbrev med introduktionsskema"),
        course,
        content,
        by=sender,
        approved_by=welcome.released_by or sender,
        number=number,
    )
    for todo in Todo.objects.about(course).open().filter(code=RETURNED):
        todos.complete(todo, by=sender)
    welcome.document = document
    Welcome.objects.filter(pk=welcome.pk).update(document=document)
    outbox.withdraw(welcome, notice=notices.LETTER)  # one that still waits would hold the old plan and a dead link
    mail = notices.letter(welcome, way_in=open_way_in(course, by=by), by=sender)
    return WELCOME.take(
        "send",
        welcome,
        by=None if by is None else by,
        document=document,
        mail=mail,
        sent_at=calendar.now(),
        returned_at=None,
        sent_version=course.schedule_version,
        times_sent=welcome.times_sent + 1,
    )


def _is_on_its_way(welcome):
    """Tell whether the mail went or will go; one that stopped or came back may be sent again."""
    return welcome.returned_at is None and welcome.mail is not None and welcome.mail.state not in ("stopped", "dropped")


@transaction.atomic
def returned(course, *, by):
    """Write that the mail couldn't be delivered: the leader is asked to ring and put the address right. Return the letter.

    `by` None is the clock, which sees what our own mail server refused; what comes back later, a person sees.
    """
    course, welcome = _letter(course, by, "onboarding.manage")
    if not welcome.sent_at or welcome.returned_at:
        return welcome
    welcome.returned_at = calendar.now()
    Welcome.objects.filter(pk=welcome.pk).update(returned_at=welcome.returned_at)
    spec = todos.TodoSpec(
        course,
        RETURNED,
        _("Send velkomstbrevet igen"),
        owner=course.leader,
        unit=course.unit,
        site=course.site,
        about=course.person,
        due_at=calendar.at(calendar.add_working_days(calendar.today(), 1), calendar.END_OF_DAY),
        event_at=calendar.at(course.first_day, calendar.END_OF_DAY),
        context=building.context(course),
        link=reverse("onboarding:letter", args=[course.pk]),
        button=_("Åbn brev"),
        kind="page",
        rule="R-72",
        round=welcome.times_sent,
        facts=building.facts(course),
        reasons=[_("Mailen til den private adresse kom ikke frem.")],
    )
    todos.open_many([spec], by=by)
    audit.record("onboarding.letter_returned", course, by=by)
    return welcome


# -- the way in before the first day -----------------------------------------------------------------------------------------
def _hash(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def open_way_in(course, *, by):
    """Make a link to the pages before start, in place of the ones before it; return the WayIn."""
    now = calendar.now()
    WayIn.objects.filter(course=course, revoked_at__isnull=True).update(revoked_at=now)
    return WayIn.objects.create(
        course=course,
        code=secrets.token_urlsafe(12),
        made_at=now,
        expires_at=calendar.at(course.first_day, calendar.END_OF_DAY),
    )


def known(token):
    """Return the link's row if it may still be opened, else None: unknown, used, old or withdrawn look the same."""
    return (
        WayIn.objects.filter(
            code=WayIn.code_of(token), used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=calendar.now()
        )
        .exclude(course__state__in=("cancelled", "closed"))
        .first()
    )


@transaction.atomic
def use(token, *, by=None):
    """Use a link once; return the secret of this browser, or None when it can't be used. Nobody is signed in by it."""
    secret = secrets.token_urlsafe(24)
    now, code = calendar.now(), WayIn.code_of(token)
    changed = (
        WayIn.objects.filter(code=code, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now)
        .exclude(course__state__in=("cancelled", "closed"))
        .update(used_at=now, session_hash=_hash(secret))
    )
    if not changed:
        return None
    way = WayIn.objects.get(code=code)
    audit.record("onboarding.way_in_used", ("onboarding.course", way.course_id), by=by)
    return secret


def inside(secret):
    """Return the course whose pages before start this browser may see, or None."""
    if not secret:
        return None
    way = WayIn.objects.filter(
        session_hash=_hash(secret), revoked_at__isnull=True, expires_at__gt=calendar.now()
    ).first()
    if way is None or way.used_at + SESSION_LASTS < calendar.now():
        return None
    return (
        Course.objects.running()
        .select_related("person", "unit", "site", "leader", "mentor", "contact", "welcome")
        .filter(pk=way.course_id)
        .first()
    )


@transaction.atomic
def ask_again(token, *, by=None):
    """Send a fresh link to the private address when an old one of a course that hasn't begun is used.

    Return (whether it went, when the last one was made if that is too short ago, whether a newer link replaced this one).
    A guess learns nothing: without our signature there is no row.
    """
    way = WayIn.objects.select_related("course").filter(code=WayIn.code_of(token)).first()
    if way is None:
        return False, None, False
    course = hold(way.course)
    ways = WayIn.objects.filter(course=course, revoked_at__isnull=True)
    last = ways.filter(made_at__gt=calendar.now() - BETWEEN_LINKS).values_list("made_at", flat=True).first()
    if way.revoked_at is not None:
        return False, last, ways.filter(made_at__gt=way.made_at, expires_at__gt=calendar.now()).exists()
    welcome = Welcome.objects.filter(course=course, sent_at__isnull=False, address_removed_at__isnull=True).first()
    if welcome is None or course.has_begun or not course.is_running or last:
        return False, last, False
    welcome.course = course
    outbox.withdraw(welcome, notice=notices.LETTER)
    mail = notices.letter(welcome, way_in=open_way_in(course, by=by), by=welcome.released_by)
    Welcome.objects.filter(pk=welcome.pk).update(mail=mail, times_sent=welcome.times_sent + 1)
    return True, None, False


# -- by the clock ----------------------------------------------------------------------------------------------------------------
def send_due(today, *, by=None):
    """Send the approved letters whose day has come; one that can't go waits for a person. Return how many went."""
    due = Course.objects.filter(
        state=State.PREPARATION, welcome__state=LetterState.RELEASED, welcome__sends_on__lte=today
    )
    sent = 0
    for course in due:
        try:
            sent += send(course, by=by).sent_at is not None
        except ValidationError:
            _back_to_draft(course, by)
    return sent


def notice_returned(today, *, by=None):
    """Ask for the letters again that the mail server refused or that could not be sent; return how many."""
    _arrived_after_all(by)
    refused = Q(state="retrying", error__startswith="SMTPRecipientsRefused", attempts__gte=ENOUGH)
    found = Course.objects.running().filter(
        welcome__mail__in=Mail.objects.filter(refused | Q(state="stopped")),
        welcome__returned_at__isnull=True,
        start_on__gt=today,
    )
    for course in found:
        returned(course, by=by)
    return len(found)


@transaction.atomic
def _arrived_after_all(by):
    """Take the question back where the mail went on a later attempt."""
    found = Welcome.objects.filter(mail__state="sent", mail__sent_at__gt=F("returned_at"))
    courses = list(found.values_list("course_id", flat=True))
    if courses:
        found.update(returned_at=None)
        waiting = Todo.objects.filter(subject_type="onboarding.course", subject_id__in=courses, code=RETURNED)
        todos.withdraw_all(waiting, by=by)


@transaction.atomic
def _back_to_draft(course, by):
    """Ask for a letter that was approved and lacks something again."""
    welcome = Welcome.objects.get(course=course)
    WELCOME.take("take_back", welcome, by=by, released_at=None, released_by=None)
    for todo in Todo.objects.about(course).filter(code="onboarding.welcome", state="done"):
        todos.reopen(todo, by=by)


@transaction.atomic
def forget_addresses(today, *, by=None):
    """Take away the private addresses of those who have begun, and close their links; return how many."""
    begun = Welcome.objects.begun(today).filter(address_removed_at__isnull=True)
    courses = list(begun.values_list("course_id", flat=True))
    if not courses:
        return 0
    now = calendar.now()
    mails = Mail.objects.filter(subject_type="onboarding.welcome", subject_id__in=begun.values_list("pk", flat=True))
    mails.filter(state__in=["queued", "retrying", "stopped"]).update(state="dropped")
    mails.exclude(state="sending").update(address="", sent_to="", link="", body="")
    begun.update(private_address="", address_removed_at=now)
    WayIn.objects.filter(course__in=courses, revoked_at__isnull=True).update(revoked_at=now)
    waiting = Todo.objects.filter(subject_type="onboarding.course", subject_id__in=courses, code=RETURNED)
    todos.withdraw_all(waiting, by=by)
    audit.record_many(
        [
            {"action": "onboarding.private_address_removed", "subject": ("onboarding.course", pk), "by": by}
            for pk in courses
        ]
    )
    return len(courses)
