"""Min profil: my data, my choices, my next of kin, and who has opened what of mine (GEN-12–14)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit_words, calendar, drafts, insight, subjects
from core.actions import next_of_kin as kin
from core.actions import profile as verbs
from core.directory import Directory
from core.forms import NameDisplayForm, NextOfKinForm, ThemeForm
from core.models import NextOfKin, Role
from core.settings_values import Settings


@require_GET
def profile(request):
    """Show what the house knows of me."""
    return _page(request)


def _page(request, **forms):
    """Show the page; a form that came back with errors stands in its place, and the answer says 422."""
    person = request.user
    roles = Role.objects.filter(Role.in_force(calendar.today()), person=person).select_related("unit", "site")
    mail_name, _at, mail_host = person.email.rpartition("@")
    context = {
        "mail_name": mail_name,
        "mail_host": mail_host,
        "roles": roles,
        "leader": Directory.near(person.unit).own_leader(person),
        "readings": [
            _reading(entry) for entry in insight.readings(person).select_related("actor").order_by("-at")[:20]
        ],
        "case_number": Settings(person.unit).text("case_number_own_changes"),
        "name_form": NameDisplayForm(
            initial={"name_display": person.name_display, "has_protected_name": person.has_protected_name}
        ),
        "theme_form": ThemeForm(initial={"theme": person.theme}),
    }
    return render(request, "core/profile.html", context | forms, status=422 if forms else 200)


def _reading(entry):
    """Return who opened what of mine, when and why."""
    kind = subjects.SUBJECTS.get(entry.subject_type)
    return {
        "who": entry.actor.name if entry.actor else _("Systemet"),
        "what": audit_words.of(entry.action, is_read=True),
        "about": kind.title if kind else "",
        "why": entry.reason,
        "at": entry.at,
    }


@require_POST
def name_display(request):
    """Take my choice of name display."""
    form = NameDisplayForm(request.POST)
    if not form.is_valid():
        return _page(request, name_form=form)
    verbs.choose_name_display(request.user, by=request.user, **form.cleaned_data)
    messages.success(request, _("Dit valg er gemt."))
    return redirect("core:profile")


@require_POST
def theme(request):
    """Take my choice of light or dark."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return _page(request, theme_form=form)
    verbs.choose_theme(request.user, by=request.user, theme=form.cleaned_data["theme"])
    return redirect("core:profile")


@require_http_methods(["GET", "POST"])
def next_of_kin(request, pk=None):
    """Show my list, and add to it or change it."""
    person = request.user
    entry = get_object_or_404(NextOfKin, pk=pk, person=person) if pk else None
    key = request.path
    initial = (
        {name: getattr(entry, name) for name in NextOfKinForm.base_fields}
        if entry
        else {"order": person.next_of_kin.count() + 1}
    )
    form = NextOfKinForm(request.POST or None, initial=initial | drafts.initial(request, key))
    if request.method == "POST" and form.is_valid():
        kin.save(person, by=person, values=form.cleaned_data, pk=pk)
        drafts.used(request, key)
        messages.success(
            request, _("Tak. Din pårørendeliste er bekræftet %(day)s.") % {"day": calendar.long_date(calendar.today())}
        )
        return redirect("core:next_of_kin")
    return render(
        request,
        "core/next_of_kin.html",
        {
            "entries": person.next_of_kin.all(),
            "form": form,
            "entry": entry,
            "draft_key": key,
            "case_number": Settings(person.unit).text("case_number_next_of_kin"),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def remove_next_of_kin(request, pk):
    """Ask, then take an entry off my list."""
    entry = get_object_or_404(NextOfKin, pk=pk, person=request.user)
    if request.method == "POST":
        kin.remove(entry, by=request.user)
        messages.success(request, _("Kontakten er fjernet fra listen."))
        return redirect("core:next_of_kin")
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Vil du fjerne kontakten fra listen?"),
            "text": _("Den kan ikke hentes igen."),
            "action": request.path,
            "label": _("Fjern kontakt"),
            "back_url": reverse("core:next_of_kin"),
            "back_label": _("Behold kontakt"),
            "danger": True,
        },
    )


@require_POST
def confirm_next_of_kin(request):
    """Take my word that the list is right."""
    kin.confirm(request.user, by=request.user)
    messages.success(
        request, _("Tak. Din pårørendeliste er bekræftet %(day)s.") % {"day": calendar.long_date(calendar.today())}
    )
    return redirect("core:next_of_kin")
