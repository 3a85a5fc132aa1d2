"""What the pages of templates share: find one with its editions, say what differs, tell of a refusal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.editions import KINDS, State, differences
from core.models import RoleKind, Template
from core.views.acting import found

EDIT, OWN, VIEW = "core.edit_template", "core.own_template", "core.view_template"
WHAT = {
    "added": gettext_lazy("Ny"),
    "removed": gettext_lazy("Taget ud"),
    "changed": gettext_lazy("Ændret"),
    "moved": gettext_lazy("Flyttet"),
}


def owner_label(role):
    """Return the words for a role that words a template; a kind may have owners of its own."""
    own = {code: label for kind in KINDS.values() for code, label in kind.own_owners.items()}
    return own.get(role) or (RoleKind(role).label if role in RoleKind.values else role)


def find_template(request, pk, action=VIEW):
    """Return the State of a template that the person may do something with; `.may` says what else."""
    row = found(request, action, Template.objects.all(), pk, (EDIT, OWN))
    return State(row, list(row.editions.select_related("published_by", "changed_by")))


def page_of(pk):
    """Return the address of a template's page."""
    return reverse("core:settings_template", args=[pk])


def crumbs_of(state=None):
    """Return the way back to the overview, and to the template."""
    first = [(reverse("core:settings_templates"), _("Skabeloner og lister"))]
    return first + ([(page_of(state.template.pk), state.title)] if state else [])


def changes_of(kind, before, after):
    """Return [(word, Change)]."""
    return [(WHAT[one.what], one) for one in differences(kind, before, after)]


def with_seen(data, seen):
    """Return what was typed with the sum of what stands there now: whoever sends it again has read that."""
    data = data.copy()
    data["seen"] = seen
    return data


def told(request, verb, template, **kwargs):
    """Do it and return its answer (True for none); say why when it is refused, and return None."""
    try:
        answer = verb(template, **kwargs)
    except ValidationError as refused:
        for text in refused.messages:
            messages.warning(request, text)
        return None
    return True if answer is None else answer
