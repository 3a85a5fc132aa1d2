"""The welcome letter, and what the newcomer sees before the first day (ONB-06)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.files import download_headers
from core.views.acting import page, tried
from onboarding import documents
from onboarding.actions import letter as verbs
from onboarding.forms.pair import LetterForm
from onboarding.rules.planner import Planner
from onboarding.templatetags.onboarding_tags import every_week
from onboarding.views.ground import find_course

COOKIE = "velkommen"


@require_http_methods(["GET", "POST"])
def letter(request, pk):
    """Write the letter, see it, and see where it is on its way."""
    course = find_course(
        request,
        pk,
        "onboarding.write_letter",
        also=("onboarding.manage", "onboarding.see_private_address"),
        along=("welcome", "welcome__mail", "welcome__document", "welcome__released_by"),
    )
    found = getattr(course, "welcome", None)
    if found is None:
        messages.info(request, _("Der er ikke et velkomstbrev, fordi forløbet blev oprettet efter start."))
        return redirect("onboarding:course", pk=pk)
    sees = "onboarding.see_private_address" in course.may
    if request.method == "GET" and sees and found.private_address:
        audit.read("onboarding.private_address_seen", course, by=request.user)
    initial = {
        "meets_at": found.meets_at,
        "meeting_place": found.meeting_place,
        "bring": found.bring,
        "greeting": found.greeting,
        "private_address": found.private_address,
    }
    form = LetterForm(request.POST or None, initial=initial, sees_address=sees)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.write(course, by=request.user, **form.cleaned_data),
            lambda saved: (
                _("Brevet er gemt. Send det igen, så den nye kollega har det rigtige.")
                if saved.sent_at
                else _("Brevet er gemt. Det skal godkendes, før det kan sendes.")
            ),
            form,
        )
        if done:
            return redirect("onboarding:letter", pk=pk)
    found.course = course
    rows = list(course.rows.kept().select_related("owner", "second"))
    context = {
        "course": course,
        "welcome": found,
        "form": form,
        "lacks": verbs.lacks(found),
        "may_release": "onboarding.manage" in course.may,
        "guide": course.mentor or course.contact,
        "blocks": documents.by_block(course.length, rows),
        "promised": documents.promised(rows),
        "over": course.has_begun,
        "why_letter": Planner(course.start_on, course.weekdays).letter()[1],
        "stopped": found.returned_at or (found.mail is not None and found.mail.state in ("stopped", "retrying")),
    }
    return page(request, "onboarding/letter.html", **context)


@require_POST
def letter_act(request, pk):
    """Approve the letter, take it back, or send it now or again."""
    course = find_course(request, pk, "onboarding.manage")
    act = request.POST.get("act", "")
    if act == "release":
        tried(
            request,
            lambda: verbs.release(course, by=request.user),
            lambda found: (
                _("Velkomstbrevet er sendt til {name}.").format(name=course.person.name)
                if found.sent_at
                else _("Brevet er godkendt. Det bliver sendt {day}.").format(day=calendar.long_date(found.sends_on))
            ),
        )
    elif act == "take_back":
        tried(request, lambda: verbs.take_back(course, by=request.user), _("Brevet er taget tilbage."))
    elif act == "send":
        tried(
            request,
            lambda: verbs.send(course, by=request.user),
            _("Velkomstbrevet er sendt til {name}.").format(name=course.person.name),
        )
    elif act == "returned":
        tried(
            request,
            lambda: verbs.returned(course, by=request.user),
            _("Noteret. Ring til den nye kollega, ret adressen, og send brevet igen."),
        )
    return redirect("onboarding:letter", pk=pk)


@require_GET
def letter_pdf(request, pk):
    """Show the letter as it would be printed now."""
    course = find_course(request, pk, "onboarding.write_letter", along=("welcome",))
    found = getattr(course, "welcome", None)
    if found is None:
        return redirect("onboarding:course", pk=pk)
    rows = list(course.rows.kept().select_related("owner", "second"))
    return download_headers(HttpResponse(documents.welcome(course, found, rows)), "velkomstbrev.pdf", "application/pdf")


# -- before the first day: no account, only these pages ---------------------------------------------------------------------
@login_not_required
@require_http_methods(["GET", "POST"])
def way_in(request, token):
    """Open the pages before start, once. The link is used by the button, so that a mail scanner doesn't use it up."""
    if request.method == "POST":
        if request.POST.get("again"):
            _went, last, is_replaced = verbs.ask_again(token)
            again = {"last": last, "next": last + verbs.BETWEEN_LINKS} if last else {}
            return page(request, "onboarding/way_in.html", asked=True, is_replaced=is_replaced, **again)
        secret = verbs.use(token)
        if secret is None:
            return page(request, "onboarding/way_in.html", gone=True)
        response = redirect("onboarding:welcome")
        response.set_cookie(
            COOKIE,
            secret,
            max_age=int(verbs.SESSION_LASTS.total_seconds()),
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
            path="/onboarding/welcome/",
        )
        return response
    if verbs.inside(request.COOKIES.get(COOKIE, "")) is not None:
        return redirect("onboarding:welcome")  # in the browser that used it the pages are open
    return page(request, "onboarding/way_in.html", gone=verbs.known(token) is None)


def _by_day(rows):
    """Return [(the day in words, rows)]: what has no day of its own comes last."""
    days: dict = {}
    for row in rows:
        if row.every == "daily":
            label = _("Dagligt")
        elif row.every:
            label = _("Hver {day}").format(day=every_week(row))
        elif row.day and row.is_latest:
            label = _("Senest {day}").format(day=calendar.short_date(row.day))
        else:
            label = calendar.short_date(row.day).capitalize() if row.day else _("Løbende")
        days.setdefault(label, []).append(row)
    dated = {label: some for label, some in days.items() if some[0].day and not some[0].every}
    return [*dated.items(), *((label, some) for label, some in days.items() if label not in dated)]


@login_not_required
@require_GET
def welcome(request):
    """Show a newcomer what happens on the first days, who to meet and what to bring."""
    course = verbs.inside(request.COOKIES.get(COOKIE, ""))
    if course is None:
        return page(request, "onboarding/way_in.html", gone=True, no_again=True)
    rows = list(course.rows.kept().select_related("owner", "second"))
    context = {
        "course": course,
        "welcome": getattr(course, "welcome", None),
        "guide": course.mentor or course.contact,
        "weeks": [(heading, _by_day(some)) for heading, some in documents.by_block(course.length, rows)],
        "aids": [aid for aid in course.aids.filter(before_start=True) if aid.leads_somewhere],
    }
    return page(request, "onboarding/welcome.html", **context)


@login_not_required
@require_GET
def welcome_pdf(request):
    """Hand the newcomer the letter as it was sent."""
    course = verbs.inside(request.COOKIES.get(COOKIE, ""))
    found = getattr(course, "welcome", None) if course is not None else None
    if found is None or found.document is None:
        return redirect("onboarding:welcome")
    return download_headers(HttpResponse(bytes(found.document.content)), "velkomstbrev.pdf", "application/pdf")
