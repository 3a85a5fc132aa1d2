"""Publish a draft from a day on, go back, take in what a release brings, and say who owns a template."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core import calendar, editions
from core.actions import editions as verbs
from core.forms_administration.editions import OwnerForm, PublishForm
from core.views.acting import done
from core.views.administration import kit
from core.views.administration.editions.ground import (
    EDIT,
    OWN,
    changes_of,
    crumbs_of,
    find_template,
    owner_label,
    page_of,
    told,
    with_seen,
)


@require_http_methods(["GET", "POST"])
def publish(request, pk):
    """Show what the draft changes, and let it hold from a day on."""
    state = find_template(request, pk, EDIT)
    if state.draft is None:
        messages.info(request, _("Der er ingen kladde at udgive."))
        return redirect(page_of(pk))
    seen = editions.digest(state.draft.content)
    form = PublishForm(request.POST or None, initial={"seen": seen})
    made = []
    if done(request, form, lambda values: made.append(verbs.publish(state.template, by=request.user, **values))):
        one = made[0]
        messages.success(
            request,
            _("Udgave %(n)s er udgivet. Den gælder nu.") % {"n": one.number}
            if one.valid_from <= calendar.today()
            else _("Udgave %(n)s er udgivet og gælder fra %(day)s.")
            % {"n": one.number, "day": calendar.long_date(one.valid_from)},
        )
        return redirect(page_of(pk))
    if form.errors:
        form.data = with_seen(form.data, seen)
    return render(
        request,
        "core/administration/editions/publish.html",
        {
            "title": _("Udgiv"),
            "lede": state.title,
            "crumbs": crumbs_of(state),
            "state": state,
            "kind": state.kind,
            "form": form,
            "seen": seen,
            "changes": changes_of(state.kind, state.newest.content, state.draft.content),
            "label": _("Udgiv udgave %(n)s") % {"n": state.draft.number},
            "back": page_of(pk),
        },
        status=422 if form.errors else 200,
    )


DO = {
    "discard": (verbs.discard, gettext_lazy("Kladden er slettet.")),
    "withdraw": (verbs.withdraw, gettext_lazy("Udgaven er trukket tilbage og er en kladde igen.")),
    "pass": (verbs.pass_over_news, gettext_lazy("Godt. Jeres egne ord står, som de er.")),
}


@require_POST
def press(request, pk):
    """Do what a button of the page says: throw the draft away, take back, go back, take in the release's news."""
    state = find_template(request, pk, EDIT)
    do = request.POST.get("do", "")
    if do in DO:
        verb, words = DO[do]
        return kit.press(request, verb, done=words, back=page_of(pk), template=state.template, by=request.user)
    if do == "news":
        own = told(request, verbs.take_news, state.template, by=request.user)
        if own is not None:
            messages.success(request, _("Det nye ligger i kladden. Læs det igennem, og udgiv det."))
        if own:
            messages.warning(
                request,
                _("Her har både I og leverandøren ændret, og jeres ord står: %(rows)s.") % {"rows": ", ".join(own)},
            )
    number = request.POST.get("number", "")
    wants_back = do == "back" and number.isdigit() and len(number) < 6
    if wants_back and told(request, verbs.go_back, state.template, by=request.user, number=int(number)):
        messages.success(
            request, _("Udgave %(n)s ligger nu som kladde. Udgiv den, når du har læst den.") % {"n": number}
        )
    return redirect(page_of(pk))


@require_http_methods(["GET", "POST"])
def owner(request, pk):
    """Let the administrator say which role words a template."""
    state = find_template(request, pk, OWN)
    owners = [(role, owner_label(role)) for role in state.kind.owners]
    form = OwnerForm(request.POST or None, owners=owners, initial={"role": state.template.owner_role})
    if done(
        request, form, lambda values: verbs.set_owner(state.template, by=request.user, **values), _("Ejeren er gemt.")
    ):
        return redirect(page_of(pk))
    return render(
        request,
        "core/administration/form.html",
        {
            "title": state.title,
            "lede": _("Ejeren retter og udgiver. Du giver retten og retter ikke selv."),
            "crumbs": crumbs_of(state),
            "form": form,
            "label": _("Gem ejer"),
            "back": page_of(pk),
        },
        status=422 if form.errors else 200,
    )
