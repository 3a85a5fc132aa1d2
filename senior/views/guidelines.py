"""The guideline for MUS and senior talks that MED has fixed: read by all, entered by HR (SEN-27)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar
from core.permissions import may_add, require_add
from senior.actions import ground_data as verbs
from senior.forms.more import GuidelineForm
from senior.models import SeniorRule, TalkGuideline
from senior.views.ground import page_with_form, typed


@require_GET
def guidelines(request):
    """Show the guideline in force and those before; say so where its age is another than the rule's."""
    today = calendar.today()
    found = list(TalkGuideline.objects.all()[:20])
    now = next((one for one in found if one.starts_on <= today and (one.ends_on is None or today <= one.ends_on)), None)
    ages = SeniorRule.objects.in_force(today).filter(right="talk").values_list("age_from", flat=True)
    return render(
        request,
        "senior/guidelines.html",
        {
            "guideline": now,
            "others": [one for one in found if one is not now],
            "ages": [age for age in ages if now and age != now.offer_age],
            "may_write": may_add(request.user, "senior.write_guideline"),
        },
    )


@require_http_methods(["GET", "POST"])
def guideline_new(request):
    """Enter the version that MED has adopted; the one before ends the day before."""
    require_add(request.user, "senior.write_guideline")
    data, kept = typed(request)
    last = TalkGuideline.objects.order_by("-starts_on").first()
    initial = {"adopted_by": "Hoved-MED", "offer_age": 52, "starts_on": calendar.today()}
    if last:
        initial |= {"text": last.text, "themes": "\n".join(last.themes), "offer_age": last.offer_age}
    return page_with_form(
        request,
        GuidelineForm(data, initial=initial | kept),
        do=lambda form: verbs.adopt_guideline(by=request.user, **form.cleaned_data),
        said=_("Retningslinjen gælder fra den dag, du skrev."),
        to=reverse("senior:guidelines"),
        title=_("Ny version af retningslinjen"),
        button=_("Gem retningslinje"),
        back=reverse("senior:guidelines"),
        lede=_("Skriv den, som MED har vedtaget den. Samtaler, der er holdt, beholder den version, der gjaldt."),
    )
