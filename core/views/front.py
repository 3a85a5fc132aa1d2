"""The front page, search, and the small pages that everyone meets."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar, desk, search
from core.texts import error

GREETINGS = (
    (5, _("Godnat")),
    (10, _("Godmorgen")),
    (12, _("God formiddag")),
    (18, _("God eftermiddag")),
    (24, _("God aften")),
)
GROUPS = {"today": _("I dag"), "week": _("De næste 7 dage"), "later": _("Senere")}


@require_GET
def front(request):
    """Show »Min side«: what waits for me, what's next, news from my committees (GEN-07); `?group=` shows one group in full."""
    if request.GET.get("group") in GROUPS:
        return _group(request, request.GET["group"])
    person, now = request.user, calendar.now()
    hour = calendar.local(now).hour
    greeting = next(words for until, words in GREETINGS if hour < until)
    waiting = desk.of(person)
    request.todos_waiting = waiting.count  # the frame need not count them once more
    return render(
        request,
        "core/desk.html",
        {
            "greeting": greeting,
            "desk": waiting,
            "groups": [(GROUPS[group.name], group) for group in waiting.groups],
            "lede": _lede(waiting),
            "today": calendar.today(),
            "upcoming": desk.upcoming_for(person, now + timedelta(days=30)),
            "news": desk.news_for(person, now - timedelta(days=30)),
        },
    )


def _lede(waiting):
    """Say what matters now: how many are for today and for the week. What comes later is counted at its own heading."""
    counts = [(name, waiting.counts[name]) for name in ("today", "week") if waiting.counts[name]]
    if not counts:
        return _("Intet haster. Det næste er:") if waiting.count else ""
    said = {
        "today": lambda n: ngettext("%(n)s opgave i dag", "%(n)s opgaver i dag", n) % {"n": n},
        "week": lambda n: ngettext("%(n)s opgave de næste 7 dage", "%(n)s opgaver de næste 7 dage", n) % {"n": n},
    }
    return _("Du har %(tasks)s.") % {"tasks": _(" og ").join(said[name](n) for name, n in counts)}


def _group(request, name, length=50):
    """Show one group of what waits, page by page."""
    number = request.GET.get("page", "")
    group = desk.group_of(request.user, name, int(number) if re.fullmatch(r"[1-9]\d{0,3}", number) else 1, length)
    page = Paginator(range(group.count), length).get_page(number)
    return render(request, "core/desk_group.html", {"name": GROUPS[name], "group": group, "page": page})


@require_http_methods(["GET", "POST"])
def find(request):
    """Search what I may see. The words travel by POST, so that they never stand in an address or a log."""
    text = request.POST.get("q", "").replace("\x00", "").strip()[:200]
    problem = error("E-17") if request.method == "POST" and len(text) < 2 else ""
    groups = search.find(request.user, text) if len(text) >= 2 else []
    return render(
        request,
        "core/search.html",
        {"text": text, "groups": groups, "problem": problem, "asked": request.method == "POST"},
    )


@login_not_required
@require_GET
def accessibility(request):
    """Show the accessibility statement."""
    return render(request, "core/accessibility.html", {"contact": settings.DEFAULT_FROM_EMAIL})


@require_GET
def menu(request):
    """Show the whole menu as a page, for the phone's bottom bar."""
    return render(request, "core/menu.html")
