"""Two people wrote at once: show both texts, and keep both if that is wanted (E-48, design section 4).

The form knows what was typed, a fresh form of the same row knows what stands there now; the two are compared field by
field, so that every form with a version gets the same page.
"""

from datetime import date

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import calendar
from core.versions import Stale
from core.views import acting


def _plain(value):
    """Return a value as it is compared: texts without the browser's line ends, rows as their numbers."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, (list, tuple, QuerySet)):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    return "" if value is None or value is False else getattr(value, "pk", value)


def _said(field, value):
    """Return a value as people read it."""
    if value == "" or value == []:
        return _("Tomt")
    if isinstance(value, date):
        return calendar.long_date(value).capitalize()
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if choices:
        return ", ".join(choices.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
    if value is True:
        return _("Ja")
    return str(value)


def _is_text(field):
    """Tell whether a field is running text, which can be kept twice."""
    return isinstance(field, forms.CharField) and not field.widget.is_hidden


def _both(field, theirs, mine):
    """Return two texts as one; what is a part of the other isn't written twice."""
    if not mine or mine in theirs:
        return theirs
    if not theirs or theirs in mine:
        return mine
    return f"{theirs}\n\n{mine}" if isinstance(field.widget, forms.Textarea) else f"{theirs}; {mine}"


def between(form, fresh):
    """Return [{label, mine, theirs}] of the fields that the two filled in differently. The form must be valid."""
    found = []
    for name, field in form.fields.items():
        if name == "version" or name not in fresh.fields:
            continue
        mine, theirs = _plain(form.cleaned_data.get(name)), _plain(fresh.get_initial_for_field(field, name))
        if mine != theirs:
            found.append({"label": field.label, "mine": _said(field, mine), "theirs": _said(field, theirs)})
    return found


def go_on(form, fresh):
    """Let the form go on from the newest version: who saves after having read both decides. The page says it itself."""
    form.errors.pop(NON_FIELD_ERRORS, None)
    data = form.data.copy()
    data["version"] = fresh.get_initial_for_field(fresh.fields["version"], "version")
    form.data = data


def keep_both(form, fresh):
    """Put the other's words above mine in each text that differs, before the form is checked."""
    data = form.data.copy()
    for name, field in form.fields.items():
        if name not in fresh.fields or name == "version":
            continue
        theirs = _plain(fresh.get_initial_for_field(field, name))
        if _is_text(field):
            data[name] = _both(field, str(theirs), _plain(data.get(name, "")))
        elif isinstance(field, forms.ModelMultipleChoiceField):
            data.setlist(name, sorted({*theirs, *data.getlist(name)}))
    form.data = data


def done(request, form, verb, success, row, again):
    """Do it as `acting.done` does, where two may write at once: True when it was accepted.

    `again()` gives an empty form of what stands in the row. Whoever was second gets both texts in the form and loses nothing.
    """
    if form.is_bound and request.POST.get("keep") == "both":
        keep_both(form, again())
    try:
        return acting.done(request, form, verb, success)
    except Stale:
        row.refresh_from_db()
        fresh = again()
        form.stale = True
        form.conflicts = between(form, fresh)
        go_on(form, fresh)
        return False
