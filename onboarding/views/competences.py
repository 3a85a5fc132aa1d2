"""Who knows what and helps with it (GEN-70)."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from core.models import Person
from core.permissions import rows
from core.views.acting import page, tried
from onboarding import words
from onboarding.actions import learning
from onboarding.forms.templates import CompetenceForm
from onboarding.models import Competence

STALE = 12  # months until somebody should look at what they know again


@require_http_methods(["GET", "POST"])
def competences(request):
    """Show who knows what and helps with it; write what one knows oneself."""
    person = request.user
    form = CompetenceForm(request.POST if request.POST.get("form") == "save" else None)
    if request.POST.get("form") == "save" and form.is_valid():
        done = tried(
            request,
            lambda: learning.save_competence(person, by=person, **form.cleaned_data),
            _("Tak. Nu kan kollegerne se, at du ved noget om det."),
            form,
        )
        if done:
            return redirect("onboarding:competences")
    if request.POST.get("form") in ("confirm", "remove"):
        wanted = request.POST.get("id", "")
        found = rows(person, "onboarding.edit_competence").filter(pk=int(wanted)).first() if wanted.isdigit() else None
        if found is None:
            raise Http404
        if request.POST["form"] == "confirm":
            tried(request, lambda: learning.confirm_competence(found, by=person), _("Tak. Det er bekræftet i dag."))
        else:
            tried(request, lambda: learning.remove_competence(found, by=person), _("Det er taget af listen."))
        return redirect("onboarding:competences")
    category = request.GET.get("category", "")
    found = Competence.objects.filter(person__in=Person.objects.working()).select_related("person__unit", "substitute")
    if category in words.CATEGORIES:
        found = found.filter(category=category)
    found = list(found[:400])
    old = calendar.add_months(calendar.today(), -STALE)
    groups: dict = {}
    for one in found:
        one.is_old = one.confirmed_on <= old
        one.is_mine = one.person_id == person.pk
        groups.setdefault(words.CATEGORIES[one.category], []).append(one)
    context = {
        "groups": list(groups.items()),
        "form": form,
        "category": category,
        "categories": list(words.CATEGORIES.items()),
        "mine": [one for one in found if one.is_mine],
    }
    return page(request, "onboarding/competences.html", **context)
