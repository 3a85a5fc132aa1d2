"""What can be worded, one template with its draft and editions, what an edition changed (GEN-10; docs/editions.md)."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import editions
from core.editions import KINDS, State
from core.models import Edition, Template
from core.permissions import rows as permitted
from core.views.administration.editions.ground import (
    EDIT,
    OWN,
    changes_of,
    crumbs_of,
    find_template,
    owner_label,
    page_of,
)


@require_GET
def templates(request):
    """List everything that can be worded, by kind, with edition, first day, owner and last change."""
    me = request.user
    own = set(permitted(me, EDIT).values_list("pk", flat=True))
    every = {row.pk: row for row in Template.objects.visible_to(me)}
    by_template: dict = {}
    light = Edition.objects.filter(template__in=list(every)).defer("content")
    for one in light.select_related("changed_by"):
        by_template.setdefault(one.template_id, []).append(one)
    groups: dict = {}
    for kind in sorted(KINDS.values(), key=lambda one: one.order):
        titles = kind.titles([row for row in every.values() if row.kind == kind.name])
        for row in every.values():
            if row.kind == kind.name:
                state = State(row, by_template[row.pk])
                line = {
                    "state": state,
                    "url": page_of(row.pk),
                    "title": titles[row.pk],
                    "owner": owner_label(row.owner_role),
                    "mine": row.pk in own,
                    "last": state.editions[0],
                }
                groups.setdefault(kind.group, []).append(line)
    elsewhere = [line for lines in editions.ELSEWHERE for line in lines(me)]
    return render(
        request,
        "core/administration/editions/templates.html",
        {
            "title": _("Skabeloner og lister"),
            "lede": _("Det, I selv kan ændre ordene i. Alle kan læse med, og ejeren retter."),
            "groups": [(name, sorted(lines, key=lambda one: one["title"])) for name, lines in groups.items()],
            "elsewhere": elsewhere,
        },
    )


@require_GET
def template(request, pk):
    """Show one template: its rows, the draft, the release's news, its editions."""
    state = find_template(request, pk)
    row, kind, may = state.template, state.kind, state.template.may
    content = state.working.content
    return render(
        request,
        "core/administration/editions/template.html",
        {
            "title": state.title,
            "crumbs": crumbs_of(),
            "state": state,
            "template": row,
            "kind": kind,
            "owner": owner_label(row.owner_role),
            "groups": _groups(state),
            "edits": EDIT in may,
            "owns": OWN in may,
            "adds": EDIT in may and kind.may_add(row),
            "moves": EDIT in may and kind.may_move,
            "has_fields": kind.fields_form(row, content) is not None,
            "left_out": content.get("left_out", []),
            "changes": changes_of(kind, state.newest.content, state.draft.content) if state.draft else [],
            "news": changes_of(kind, state.working.base, row.released) if state.has_news else [],
        },
    )


def _groups(state):
    """Return [(heading, rows)] as the page lists them."""
    published = {one["code"] for one in state.newest.content["rows"]}
    groups: dict = {}
    for one in state.working.content["rows"]:
        line = {
            "code": one["code"],
            "anchor": state.kind.anchor(one["code"]),
            "title": state.kind.row_title(one),
            "details": state.kind.row_details(one),
            "retired": one.get("retired", False),
            "is_new": one["code"] not in published,
        }
        groups.setdefault(state.kind.heading(state.template, one), []).append(line)
    return list(groups.items())


@require_GET
def preview(request, pk):
    """Show the draft (or what holds) as people will meet it."""
    state = find_template(request, pk)
    return render(
        request,
        "core/administration/editions/preview.html",
        {
            "title": _("Sådan ser det ud"),
            "crumbs": crumbs_of(state),
            "state": state,
            "part": state.kind.preview_template,
            **state.kind.preview(state.template, state.working.content),
        },
    )


@require_GET
def edition(request, pk, number):
    """Show what one edition changed, and offer to go back to it."""
    state = find_template(request, pk)
    one = next((row for row in state.published if row.number == number), None)
    if one is None:
        raise Http404
    before = next((row for row in state.published if row.number < number), None)
    return render(
        request,
        "core/administration/editions/edition.html",
        {
            "title": _("Udgave %(n)s") % {"n": number},
            "crumbs": crumbs_of(state),
            "state": state,
            "one": one,
            "before": before,
            "changes": changes_of(state.kind, before.content, one.content) if before else [],
            "since": changes_of(state.kind, state.newest.content, one.content) if one != state.newest else [],
            "edits": EDIT in state.template.may,
            "left_out": [
                row
                for row in one.content.get("left_out", [])
                if not before or row not in before.content.get("left_out", [])
            ],
        },
    )
