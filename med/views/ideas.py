"""Suggestions for the next agenda."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import calendar
from med.actions import ideas as verbs
from med.models import Body, Topic
from med.rules import ideas
from med.views.beside import attempt, crumbs, find_row, show


@require_GET
def idea_list(request, pk):
    """Show what a body could take up, and what stands on its agendas already."""
    body = find_row(request, Body, pk, "med.take_up_idea", ("unit", "site"))
    if not body.is_trio:
        raise Http404
    taken = set(
        Topic.objects.filter(body=body, source_key__startswith="idea:", closed_at__isnull=True).values_list(
            "source_key", flat=True
        )
    )
    context = {
        "body": body,
        "ideas": [(one, f"idea:{one.key}" in taken) for one in ideas.FIELD],
        "path": crumbs(body),
    }
    return show(request, "med/beside/ideas.html", context)


@require_POST
def idea_take(request, pk, key):
    """Put a suggestion on the next agenda."""
    body = find_row(request, Body, pk, "med.take_up_idea", ("unit", "site"))

    def words(result):
        _topic, treatment = result
        if treatment is None:
            return _("Emnet kommer på dagsordenen, når det næste møde er planlagt.")
        day = calendar.long_date(treatment.meeting.starts_at)
        return _("Emnet er sat på dagsordenen til mødet %(day)s.") % {"day": day}

    attempt(request, lambda: verbs.take_up(body, by=request.user, key=key), words)
    return redirect("med:ideas", pk=body.pk)
