"""The guided way to psychological help, from an incident or from »Hjælp nu« (INC-92): numbers, sheet, order, first
talk, course.
"""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, calendar, hotlines
from core.permissions import rows
from core.settings_values import Settings
from core.texts import text
from core.views.documents import pdf_response
from incidents import documents, steps
from incidents.actions import crisis as verbs
from incidents.forms.crisis import (
    TRACK_A,
    TRACK_B,
    CourseForm,
    FirstTalkForm,
    NotHeldForm,
    OrderForm,
    PracticalForm,
    SheetForm,
)
from incidents.forms.ground import StepForm
from incidents.models import CrisisHelp, Incident
from incidents.views.ground import StepPage, find_incident

LEADS, FOLLOWS = ("incidents.take_over", "incidents.manage"), "incidents.do_care_steps"
MAY = (*LEADS, FOLLOWS, "incidents.consent")
RECENT = timedelta(days=14)  # whoever comes from »Hjælp nu« with a report of these days is led to note it there


@require_GET
def crisis_guide(request):
    """Show the eight steps with numbers and a sheet, without an incident. Nothing is stored here; what was reported
    lately has the same steps with a log.
    """
    settings = Settings(request.user.unit)
    recent = (
        rows(request.user, "incidents.order_crisis_help", Incident.objects.open())
        .filter(submitted_at__gte=calendar.now() - RECENT)
        .exclude(crisis_help__ordered_at__isnull=False)
        .order_by("-submitted_at")[:3]
    )
    return render(
        request,
        "incidents/steps/crisis_guide.html",
        {
            "recent": recent,
            "cards": hotlines.cards(request.user.unit),
            "fields": documents.sheet_fields(None, request.user, settings),
            "track_a": TRACK_A,
            "track_b": TRACK_B,
        },
    )


@require_GET
def crisis_guide_sheet(request):
    """Hand out an empty requisition with the place and the EAN number on it."""
    fields = documents.sheet_fields(None, request.user, Settings(request.user.unit))
    return pdf_response(documents.requisition(fields, request.user.unit), "rekvisition")


@require_http_methods(["GET", "POST"])
def crisis(request, pk):
    """Lead to help, note the order, then the first talk and the course. The page follows the state."""
    page = StepPage(
        request,
        pk,
        "incidents.crisis_order",
        "incidents.order_crisis_help",
        shows_case=True,
        also=MAY,
        along=["crisis_help__ordered_by", "crisis_help__cost_accepted_by"],
    )
    help = getattr(page.incident, "crisis_help", None) or CrisisHelp(incident=page.incident)
    if help.state != "not_ordered":
        return _after(page, help)
    may = page.incident.may
    cards = hotlines.cards(page.incident.unit)
    firms = list(dict.fromkeys(card.hotline.firm for card in cards if card.hotline.kind == "acute"))
    form = page.form(
        OrderForm,
        firms=firms,
        initial={
            "track": "b" if page.incident.working_category == "A" else None,
            "firm": firms[0] if firms else None,
            "ordered_at": calendar.now(),
        },
    )
    if may & set(LEADS):
        del form.fields["tried"], form.fields["leader_reached"]
    fields = documents.sheet_fields(page.incident, request.user, Settings(page.incident.unit), help.requisition)
    return page.answer(
        form,
        lambda data: verbs.order(page.incident, by=request.user, **data),
        lambda: (
            _("Krisehjælp er noteret som bestilt kl. %(time)s. Skriv datoen, når den første samtale er aftalt.")
            % {"time": calendar.clock(calendar.now())}
        ),
        template="incidents/steps/crisis.html",
        to=redirect("incidents:crisis", pk=pk),
        cards=cards,
        fields=fields,
        is_leader=bool(may & set(LEADS)),
        may=may,
        who_orders=text("crisis_guide", "who_orders", firma=firms[0] if firms else ""),
        follows=FOLLOWS in may,
    )


def _after(page, help):
    """Show and follow what is ordered: first talk, then the course."""
    request, incident = page.request, page.incident
    if not _sees_course(incident.may):
        return page.render("incidents/steps/crisis_ordered.html", help=help, may_skip=False)
    page.code, page.todo = verbs.FIRST_TALK, steps.find(incident, verbs.FIRST_TALK)
    may = incident.may
    here = redirect("incidents:crisis", pk=incident.pk)
    dated = page.form(FirstTalkForm, initial={"first_talk_at": help.first_talk_at})
    missed = page.form(NotHeldForm, name="missed")
    held = page.form(StepForm, name="held")
    course = page.form(
        CourseForm, name="course", initial={name: getattr(help, name) for name in CourseForm.base_fields}
    )
    practical = page.form(
        PracticalForm, name="practical", initial={name: getattr(help, name) for name in PracticalForm.base_fields}
    )
    if "incidents.manage" not in may:  # accepting a cost is the leader's
        del practical.fields["cost_accepted"]
    gone = None
    if dated.is_bound and dated.is_valid():
        gone = page.act(
            dated, lambda data: verbs.date_first_talk(incident, by=request.user, **data), _("Datoen er noteret."), here
        )
    elif missed.is_bound and missed.is_valid():
        gone = page.act(
            missed,
            lambda data: verbs.record_not_held(incident, by=request.user, **data),
            _("Noteret, at samtalen ikke blev holdt."),
            here,
        )
    elif course.is_bound and course.is_valid():
        gone = page.act(
            course, lambda data: verbs.save_course(incident, by=request.user, **data), _("Forløbet er gemt."), here
        )
    elif practical.is_bound and practical.is_valid():
        gone = page.act(
            practical,
            lambda data: verbs.save_practical(incident, by=request.user, **data),
            _("Hjælp på stedet og udgift er gemt."),
            here,
        )
    elif held.is_bound and held.is_valid():
        gone = page.act(
            held,
            lambda data: verbs.record_held(incident, by=request.user),
            _("Noteret, at den første samtale er holdt."),
            here,
        )
    return gone or page.render(
        "incidents/steps/crisis_after.html",
        help=help,
        form=dated,
        missed=missed,
        held=held,
        course=course,
        practical=practical,
        ean=documents.ean(Settings(incident.unit)) if FOLLOWS in may else "",
        follows=FOLLOWS in may,
        may_skip=False,
        sees_dates=True,
        is_past=bool(help.first_talk_at and help.first_talk_at <= calendar.now()),
    )


def _sees_course(may):
    """Tell whether somebody follows the help once it is ordered: the affected, and those who look after them."""
    return bool(may & {FOLLOWS, *LEADS, "incidents.consent"})


@require_http_methods(["GET", "POST"])
def crisis_sheet(request, pk):
    """Show the requisition large, to be read out on the telephone, and let its fields be corrected."""
    page = StepPage(request, pk, "incidents.crisis_order", "incidents.order_crisis_help", shows_case=True, also=MAY)
    help = CrisisHelp.objects.filter(incident=page.incident).first()
    if help is not None and help.ordered_at and not _sees_course(page.incident.may):
        return redirect("incidents:crisis", pk=pk)
    fields = documents.sheet_fields(
        page.incident, request.user, Settings(page.incident.unit), help.requisition if help else None
    )
    form = SheetForm(
        request.POST or None,
        initial={code: value for code, _label, value in fields},
        labels={code: label for code, label, _value in fields},
    )
    if form.is_bound and form.is_valid():
        gone = page.act(
            form,
            lambda data: verbs.save_sheet(page.incident, by=request.user, fields=data),
            _("Arket er rettet."),
            redirect("incidents:crisis_sheet", pk=pk),
        )
        if gone:
            return gone
    return page.render("incidents/steps/crisis_sheet.html", form=form, fields=fields, may_skip=False)


@require_GET
def crisis_sheet_pdf(request, pk):
    """Hand out the requisition (P-19)."""
    incident = find_incident(request, pk, "incidents.order_crisis_help", MAY)
    help = CrisisHelp.objects.filter(incident=incident).first()
    if help is not None and help.ordered_at and not _sees_course(incident.may):
        return redirect("incidents:crisis", pk=pk)
    audit.read("incidents.requisition_printed", incident, by=request.user)
    fields = documents.sheet_fields(incident, request.user, Settings(incident.unit), help.requisition if help else None)
    return pdf_response(documents.requisition(fields, incident.unit), "rekvisition")
