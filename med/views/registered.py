"""What the texts of the register share: the way back, and the page where one is written."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from med.actions.ground import Conflict, mark_of
from med.views.beside import attempt, bind, crumbs, form_page
from med.views.ground import show_theirs


def path_of(body):
    """Return the way back from a text of the register."""
    return crumbs(body, (_("Register"), reverse("med:register")))


def write_page(request, body, row, writes, initial, title):
    """Show and take the form of a text of the register; `writes`: its form, its verb, its name and what is compared."""
    form_class, verb, name, compared = writes
    if row is not None:
        known = [one.removesuffix("_id") for one in compared]
        initial = {field: getattr(row, f"{field}_id" if f"{field}_id" in compared else field) for field in known}
        initial["seen"] = mark_of(row, compared)
    form = bind(request, form_class, initial, body=body)
    back = reverse(f"med:{name}", args=[row.pk]) if row else reverse("med:register")
    if request.method == "POST" and form.is_valid():
        values, found = dict(form.cleaned_data), []
        seen = values.pop("seen")
        try:
            act = lambda: found.append(verb(body, by=request.user, **{name: row}, seen=seen if row else None, **values))  # noqa: E731
            if attempt(request, act, _("Gemt."), form):
                return redirect(f"med:{name}", pk=found[0].pk)
        except Conflict as other:
            show_theirs(form, other.current, compared)
    return form_page(request, form, title=title, button=_("Gem"), back=back, path=path_of(body))
