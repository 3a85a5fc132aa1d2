"""What the administration's pages share: lists that keep their state, forms that lose nothing, history in words."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, drafts
from core.models import AuditEntry
from core.permissions import Forbidden, can_any, may_add, who_may

PER_PAGE = 50


# -- who -----------------------------------------------------------------------------------------------------------
def require_any(person, *actions):
    """Raise Forbidden unless the person may do one of the actions on something."""
    if not any(may_add(person, action) for action in actions) and not any(
        can_any(person, action) for action in actions
    ):
        raise Forbidden(actions[0], [who for action in actions for who in who_may(action)])


# -- lists ---------------------------------------------------------------------------------------------------------
def remembered_search(request, name):
    """Return what was searched for on a list. Names of people go by POST and into the session, never into an address.

    A POST answers with a redirect: (text, response); otherwise the response is None.
    """
    key = f"search:{name}"
    if request.method == "POST":
        request.session[key] = request.POST.get("q", "").replace("\x00", "").strip()[:100]
        return "", redirect(request.get_full_path())
    return request.session.get(key, ""), None


def matching(queryset, text, *fields):
    """Return the rows in which every word of the text stands in one of the fields."""
    for word in text.split()[:8]:
        condition = Q()
        for field in fields:
            condition |= Q(**{f"{field}__icontains": word})
        queryset = queryset.filter(condition)
    return queryset


def ordered(request, queryset, allowed, default):
    """Return the rows in the order the address asks for, if it is one that is offered."""
    wanted = request.GET.get("sort", default)
    field = allowed.get(wanted.lstrip("-")) or allowed[default.lstrip("-")]
    if wanted.lstrip("-") not in allowed:
        wanted = default
    return queryset.order_by(f"-{field}" if wanted.startswith("-") else field, "pk")


def page_of(request, rows, per_page=PER_PAGE):
    """Return the page the address asks for; a page that isn't there becomes the nearest one that is."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def number(request, name):
    """Return a whole number of the address, or None."""
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and len(text) < 10 else None


# -- forms ---------------------------------------------------------------------------------------------------------
def form_page(
    request, form_class, verb, *, title, label, back, done, initial=None, lede="", template="form", extra=None, **kwargs
):
    """Show a form; on POST clean it, call `verb(cleaned)`, say `done` and go back. Errors stand by the fields.

    `done` is a text or a function of what the verb returned; so is `back`.
    """
    key = request.path
    found = (initial or {}) | _draft(request, key, form_class)
    form = form_class(request.POST or None, request.FILES or None, initial=found, **kwargs)
    if request.method == "POST" and form.is_valid():
        worked, result = act(form, verb, form.cleaned_data)
        if worked:
            drafts.used(request, key)
            messages.success(request, done(result) if callable(done) else done)
            return redirect(back(result) if callable(back) else back)
    context = {
        "form": form,
        "title": title,
        "label": label,
        "back": back if isinstance(back, str) else reverse("core:settings"),
        "lede": lede,
        "draft_key": key,
    } | (extra or {})
    return render(request, f"core/administration/{template}.html", context, status=422 if form.errors else 200)


def _draft(request, key, form_class):
    """Return the part of a draft that the form's plain fields can show again."""
    kept = drafts.initial(request, key)
    fields = form_class.base_fields
    return {
        name: value for name, value in kept.items() if name in fields and not hasattr(fields[name].widget, "widgets")
    }


def act(form, verb, *args):
    """Call a verb; return (True, result), or put its ValidationError into the form and return (False, None)."""
    try:
        return True, verb(*args)
    except ValidationError as fault:
        if hasattr(fault, "error_dict"):
            for field, errors in fault.error_dict.items():
                form.add_error(field if field in form.fields else None, errors)
        else:
            form.add_error(None, fault)
        return False, None


def press(request, verb, *, done, back, **kwargs):
    """Do what one button stands for and go back; a refusal is told on the page it came from."""
    try:
        verb(**kwargs)
    except ValidationError as fault:
        for text in fault.messages:
            messages.warning(request, text)
    else:
        messages.success(request, done)
    return redirect(back)


def confirm(request, verb, *, question, text, label, back, back_label, done, after=None, form=None, danger=True):
    """Ask before an act; on POST do it. `form` may ask for a reason; its data are given to the verb."""
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None:
            return press(request, verb, done=done, back=after or back)
        worked, _result = act(form, verb, form.cleaned_data)
        if worked:
            messages.success(request, done)
            return redirect(after or back)
    context = {
        "question": question,
        "text": text,
        "action": request.path,
        "label": label,
        "back_url": back,
        "back_label": back_label,
        "danger": danger,
        "form": form,
    }
    return render(request, "core/confirm.html", context, status=422 if form is not None and form.errors else 200)


# -- history -------------------------------------------------------------------------------------------------------
# What administrators do to the house, in words. The log itself, with what people did to cases, is for the DPO alone.
WORDS = {
    "core.person_added": gettext_lazy("Oprettet"),
    "core.person_changed": gettext_lazy("Oplysninger rettet"),
    "core.employment_ended": gettext_lazy("Ansættelsen afsluttet"),
    "core.employment_resumed": gettext_lazy("Ansættelsen genoptaget"),
    "core.person_blocked": gettext_lazy("Spærret"),
    "core.person_unblocked": gettext_lazy("Spærring ophævet"),
    "core.person_signed_out": gettext_lazy("Logget ud overalt"),
    "core.person_imported": gettext_lazy("Indlæst fra fil"),
    "core.role_given": gettext_lazy("Rolle givet"),
    "core.role_changed": gettext_lazy("Rolle ændret"),
    "core.role_ended": gettext_lazy("Rolle afsluttet"),
    "core.unit_added": gettext_lazy("Oprettet"),
    "core.unit_changed": gettext_lazy("Rettet"),
    "core.unit_closed": gettext_lazy("Nedlagt"),
    "core.unit_reopened": gettext_lazy("Genåbnet"),
    "core.unit_imported": gettext_lazy("Indlæst fra fil"),
    "core.chain_changed": gettext_lazy("Lederkæden ændret"),
    "core.contacts_checked": gettext_lazy("Kontaktlisten kontrolleret"),
    "core.numbers_checked": gettext_lazy("Numre kontrolleret"),
    "core.site_added": gettext_lazy("Oprettet"),
    "core.site_changed": gettext_lazy("Rettet"),
    "core.site_closed": gettext_lazy("Nedlagt"),
    "core.site_reopened": gettext_lazy("Genåbnet"),
    "core.alarm_added": gettext_lazy("Alarm tilføjet"),
    "core.alarm_changed": gettext_lazy("Alarm rettet"),
    "core.alarm_removed": gettext_lazy("Alarm fjernet"),
    "core.alarm_tested": gettext_lazy("Alarm afprøvet"),
    "core.defibrillator_added": gettext_lazy("Hjertestarter tilføjet"),
    "core.defibrillator_changed": gettext_lazy("Hjertestarter rettet"),
    "core.defibrillator_removed": gettext_lazy("Hjertestarter fjernet"),
    "core.room_added": gettext_lazy("Rum tilføjet"),
    "core.room_changed": gettext_lazy("Rum rettet"),
    "core.room_removed": gettext_lazy("Rum fjernet"),
    "core.hotlines_own": gettext_lazy("Egne numre til krisehjælp"),
    "core.hotlines_common": gettext_lazy("Bruger kommunens numre til krisehjælp igen"),
    "core.hotline_added": gettext_lazy("Oprettet"),
    "core.hotline_changed": gettext_lazy("Rettet"),
    "core.link_changed": gettext_lazy("Rettet"),
    "core.guidance_changed": gettext_lazy("Ny version skrevet"),
    "core.setting_changed": gettext_lazy("Værdi ændret"),
    "core.setting_cleared": gettext_lazy("Egen værdi fjernet"),
    "core.notice_changed": gettext_lazy("Tekst ændret"),
    "core.template_published": gettext_lazy("Udgave udgivet"),
    "core.template_begun": gettext_lazy("Egen udgave lavet"),
    "core.template_withdrawn": gettext_lazy("Udgave trukket tilbage"),
    "core.template_taken_back": gettext_lazy("Gået tilbage til en tidligere udgave"),
    "core.template_draft_discarded": gettext_lazy("Kladde slettet"),
    "core.template_row_dropped": gettext_lazy("Taget ud af kladden"),
    "core.template_news_taken": gettext_lazy("Nyt fra leverandøren hentet"),
    "core.template_news_passed_over": gettext_lazy("Nyt fra leverandøren sprunget over"),
    "core.template_owner_set": gettext_lazy("Ejer valgt"),
    "core.rule_changed": gettext_lazy("Regel ændret"),
    "core.rule_followed": gettext_lazy("Følger kommunens regel igen"),
    "core.retention_changed": gettext_lazy("Periode ændret"),
    "core.checked": gettext_lazy("Kontrolleret"),
}


def history(subject_type, subject_id, *, limit=30, where=None):
    """Return what administrators did to a row, newest first: dicts for the timeline. Readings aren't among them."""
    entries = AuditEntry.objects.filter(
        subject_type=subject_type, subject_id=subject_id, is_read=False, action__in=WORDS
    )
    if where is not None:
        entries = entries.filter(where)
    entries = entries.select_related("actor").order_by("-number")[:limit]
    return [
        {
            "at": e.at,
            "title": WORDS[e.action],
            "said": changes_in_words(e.details),
            "by": e.actor.name if e.actor_id and e.actor else _("Systemet"),
        }
        for e in entries
    ]


def changes_in_words(details):
    """Return what an entry tells of a change: old and new, where that is nobody's private matter."""
    if "fields" in details:
        return ""
    if isinstance(details.get("changes"), dict):
        return "\n".join(f"{_shown(before)} → {_shown(after)}" for before, after in details["changes"].values())
    if "after" in details and not isinstance(details["after"], dict):
        return f"{_shown(details.get('before'))} → {_shown(details['after'])}"
    return ""


def _shown(value):
    """Return a value of the log for people; ids and structures say nothing and are left out."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, (dict, list)):
        return "…"
    return str(value)


def checked_words(row):
    """Return »Kontrolleret den … af …«, or that nobody has."""
    if not row.checked_on:
        return _("Ikke kontrolleret endnu.")
    name = row.checked_by.name if row.checked_by_id else ""
    words = _("Kontrolleret %(day)s af %(name)s.") if name else _("Kontrolleret %(day)s.")
    return words % {"day": calendar.long_date(row.checked_on), "name": name}
