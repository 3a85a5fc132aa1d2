"""Signed agreements: evaluating and giving notice."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core import calendar
from senior.actions import agreements as verbs
from senior.actions.agreements.running import earliest_last_day
from senior.forms.agreements import EvaluationForm, NoticeForm
from senior.views.agreements import find_agreement, here
from senior.views.ground import page_with_form, typed


@require_http_methods(["GET", "POST"])
def agreement_evaluate(request, pk):
    """Write one's own side of the evaluation; the leader chooses what happens next."""
    found = find_agreement(request, pk, "senior.evaluate_agreement")
    is_leader = found.person_id != request.user.pk
    current = found.evaluations.filter(closed_at__isnull=True).first()
    other = ""
    if current:
        other = current.employee_words if is_leader else current.leader_words
    data, kept = typed(request)
    form = EvaluationForm(
        data, is_leader=is_leader, initial={"next_on": calendar.add_months(calendar.today(), 12)} | kept
    )
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.evaluate(found, by=request.user, **form.cleaned_data),
        said=_("Din del af evalueringen er gemt."),
        to=here(pk),
        title=_("Hvordan går det med aftalen?"),
        button=_("Gem evaluering"),
        back=here(pk),
        lede=_("I skriver hver jeres, og I kan begge læse det hele. Når begge har skrevet, er evalueringen slut."),
        quote=other,
        quote_by=found.person.name if is_leader else _("Din leder"),
    )


@require_http_methods(["GET", "POST"])
def agreement_notice(request, pk):
    """End the agreement with its notice."""
    found = find_agreement(request, pk, "senior.end_agreement")
    data, kept = typed(request)
    earliest = earliest_last_day(found)
    return page_with_form(
        request,
        NoticeForm(data, initial={"last_day": earliest} | kept),
        do=lambda form: verbs.give_notice(found, by=request.user, **form.cleaned_data),
        said=_("Aftalen slutter den dag, du har skrevet. De andre får besked."),
        to=reverse("senior:agreement", args=[pk]),
        title=_("Opsig aftalen"),
        button=_("Opsig aftale"),
        back=here(pk),
        lede=ngettext(
            "Varslet er %(n)s måned, så aftalen kan tidligst slutte %(day)s. Tal om det først, hvis I kan.",
            "Varslet er %(n)s måneder, så aftalen kan tidligst slutte %(day)s. Tal om det først, hvis I kan.",
            found.notice_months,
        )
        % {"n": found.notice_months, "day": calendar.long_date(earliest)},
    )
