"""The talk: time and place, private preparation, the record both confirm."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.models import Document, Person
from core.permissions import require
from senior import words
from senior.actions import talks as verbs
from senior.actions.ground import own_leader
from senior.choices import Option
from senior.documents import preparation_pdf, talk_lines, talk_options, talk_pdf
from senior.forms.ground import Questions, ReasonForm
from senior.forms.talks import PlanForm, RecordForm
from senior.models import Preparation, SeniorTalk, TalkGuideline
from senior.views.ground import act, page_with_form, paper, row_or_404, typed

RIGHTS = (
    "senior.read_talk",
    "senior.plan_talk",
    "senior.write_talk",
    "senior.answer_wishes",
    "senior.prepare",
    "senior.read_preparation",
    "senior.write_agreement",
)


def find_talk(request, pk, action="senior.view_talk", also=RIGHTS[:-1]):
    """Return the talk, with what the person may do on it."""
    rows = SeniorTalk.objects.select_related("person__unit", "unit", "guideline", "held_by", "leader_confirmed_by")
    return row_or_404(request.user, action, rows, pk, also)


def _here(pk):
    return reverse("senior:talk", args=[pk])


def _is_shared(sheet, talk):
    """Tell whether whoever leads the employee today may read the sheet."""
    return bool(sheet and sheet.shared_at) and sheet.shared_with_id == getattr(own_leader(talk.person), "pk", 0)


@require_GET
def talk(request, pk):
    """Show the talk: next step, what was said (to the two), the menu, preparation, documents."""
    found = find_talk(request, pk)
    reads = "senior.read_talk" in found.may
    is_mine = found.person_id == request.user.pk
    audit.read("senior.talk_opened", found, by=request.user)
    sheet = Preparation.objects.filter(talk=found).first()
    sees_sheet = sheet and (is_mine or "senior.read_preparation" in found.may)
    confirmed = found.employee_confirmed_at if is_mine else found.leader_confirmed_at
    guideline = found.guideline or TalkGuideline.objects.filter(TalkGuideline.in_force(calendar.today())).first()
    return render(
        request,
        "senior/talk.html",
        {
            "talk": found,
            "is_mine": is_mine,
            "reads": reads,
            "lines": talk_lines(found) if reads else [],
            "options": talk_options(found) if reads else [],
            "sheet": sheet if is_mine else None,
            "shared": [(label, sheet.answers.get(name)) for name, label in words.PREPARATION.items()]
            if sees_sheet and sheet.shared_at
            else [],
            "needs_me": found.state == "held" and reads and not confirmed,
            "guideline": guideline,
            "agreements": list(found.agreements.all()) if reads else [],
            "is_leader": "senior.answer_wishes" in found.may,
            "leader_name": getattr(own_leader(found.person), "name", "") if found.held_on else "",
            "is_shared": _is_shared(sheet, found),
            "today": calendar.today(),
        },
    )


@require_POST
def talk_want(request, pk):
    """Ask for a talk outside the yearly round: the person, or the leader together with the person."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    require(request.user, "senior.talk_with", person)
    made = verbs.want_talk(person, by=request.user)
    return act(request, lambda: None, _("Samtalen er oprettet. Nu mangler I en tid."), _here(made.pk))


@require_http_methods(["GET", "POST"])
def talk_plan(request, pk):
    """Agree on a time."""
    found = find_talk(request, pk, "senior.plan_talk")
    data, kept = typed(request)
    form = PlanForm(
        data, initial={"planned_at": found.planned_at, "place": found.place, "with_mus": found.with_mus} | kept
    )
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.plan(found, by=request.user, **form.cleaned_data),
        said=_("Tiden er aftalt, og den anden får besked."),
        to=_here(pk),
        title=_("Hvornår mødes I?"),
        button=_("Aftal tid"),
        back=_here(pk),
        lede=_("En time er et godt udgangspunkt. Vælg et sted, hvor I kan tale uforstyrret."),
    )


@require_http_methods(["GET", "POST"])
def talk_cancel(request, pk):
    """Call the talk off, after a question."""
    found = find_talk(request, pk, "senior.plan_talk")
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.cancel(found, by=request.user),
            _("Samtalen er aflyst. Tilbuddet kommer igen næste år."),
            reverse("senior:overview"),
        )
    return render(
        request,
        "senior/confirm.html",
        {
            "question": _("Vil du aflyse samtalen?"),
            "text": _("Forberedelsen bliver slettet. Du kan altid bede om en ny samtale."),
            "action": request.path,
            "label": _("Aflys samtale"),
            "back_url": _here(pk),
        },
    )


# -- preparation -------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def preparation(request, pk):
    """Let the employee write the own sheet; only the employee reads it."""
    found = find_talk(request, pk, "senior.prepare")
    sheet = Preparation.objects.filter(talk=found).first()
    data, kept = typed(request)
    form = Questions(data, questions=words.PREPARATION, known=(sheet.answers if sheet else {}) | kept)
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.prepare(found, by=request.user, answers=form.answers),
        said=_("Din forberedelse er gemt. Kun du kan læse den."),
        to=_here(pk),
        title=_("Forbered dig"),
        button=_("Gem forberedelse"),
        back=_here(pk),
        lede=words.PREPARATION_INTRO,
        private=_("Kun du kan læse det her, til du selv deler det."),
        shared_at=sheet.shared_at if _is_shared(sheet, found) else None,
    )


@require_http_methods(["GET", "POST"])
def preparation_share(request, pk):
    """Ask, and then let the leader read the sheet."""
    found = find_talk(request, pk, "senior.prepare")
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.share_preparation(found, by=request.user),
            _("Din leder kan læse din forberedelse nu."),
            _here(pk),
        )
    return render(
        request,
        "senior/confirm.html",
        {
            "question": _("Vil du dele dine noter?"),
            "text": _("Din leder kan læse dem med det samme."),
            "action": request.path,
            "label": _("Del med min leder"),
            "back_url": _here(pk),
            "back_label": _("Hold dem private"),
        },
    )


@require_POST
def preparation_private(request, pk):
    """Take a shared sheet back."""
    found = find_talk(request, pk, "senior.prepare")
    return act(
        request,
        lambda: verbs.keep_preparation_private(found, by=request.user),
        _("Din forberedelse er privat igen. Din leder kan have læst den imens."),
        _here(pk),
    )


@require_GET
def preparation_paper(request, pk):
    """Return the own sheet as paper (P-32)."""
    found = find_talk(request, pk, "senior.prepare")
    return paper(
        preparation_pdf(found, Preparation.objects.filter(talk=found).first()), "forberedelse-seniorsamtale.pdf"
    )


# -- the record --------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def talk_write(request, pk):
    """Write what was talked about, either of the two."""
    found = find_talk(request, pk, "senior.write_talk")
    data, kept = typed(request)

    def again(row, data=None):
        return RecordForm(data, talk=row, rows=list(row.options.all()))

    form = again(found, data)
    for name, value in kept.items():
        if name in form.fields:
            form.initial[name] = value
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.write(found, by=request.user, version=form.cleaned_data["version"], **form.said),
        said=_("Opsamlingen er gemt. Den anden får den til gennemlæsning."),
        to=_here(pk),
        title=_("Det talte vi om"),
        button=_("Gem opsamling"),
        back=_here(pk),
        template="senior/talk_write.html",
        again=again,
        row=found,
        talk=found,
        menu_intro=words.MENU_INTRO,
        risks=words.LESS_TIME_RISKS,
        examples=words.WORKING_TIME_EXAMPLES,
        locked=found.state == "confirmed",
    )


@require_http_methods(["GET", "POST"])
def talk_refuse(request, pk, option):
    """Say no to an option, with a reason from the workplace."""
    found = find_talk(request, pk, "senior.answer_wishes")
    if option not in Option.values:
        option = Option.OTHER
    label = Option(option).label
    data, kept = typed(request)
    return page_with_form(
        request,
        ReasonForm(
            data,
            initial=kept,
            help_text=_("Begrund det med forhold på arbejdspladsen. Medarbejderen kan læse begrundelsen."),
        ),
        do=lambda form: verbs.refuse_option(found, by=request.user, option=option, **form.cleaned_data),
        said=_("Afslaget er gemt med din begrundelse."),
        to=_here(pk),
        title=_("Begrund afslag: %(option)s") % {"option": str(label).lower()},
        button=_("Begrund afslag"),
        back=_here(pk),
        lede=_(
            "Alle skal have de samme muligheder, uanset hvem der er leder. Undersøg først, om noget af ønsket kan lade sig gøre, eller om det kan prøves i en periode."
        ),
    )


@require_POST
def talk_unrefuse(request, pk, option):
    """Open an option again."""
    found = find_talk(request, pk, "senior.answer_wishes")
    return act(
        request,
        lambda: verbs.withdraw_refusal(found, by=request.user, option=option),
        _("Muligheden er åben igen."),
        _here(pk),
    )


@require_POST
def talk_confirm(request, pk):
    """Confirm the record; the second confirmation freezes the summary."""
    found = find_talk(request, pk)
    version = request.POST.get("version", "")

    read = int(version) if version.isdecimal() and len(version) < 9 else found.version
    return act(
        request,
        lambda: verbs.confirm(found, by=request.user, version=read),
        _("Du har bekræftet samtalen."),
        _here(pk),
    )


@require_GET
def talk_paper(request, pk):
    """Return the summary as it stands (P-33); once both have confirmed, the one that was frozen."""
    found = find_talk(request, pk, "senior.read_talk")
    audit.read("senior.talk_printed", found, by=request.user)
    frozen = Document.objects.filter(kind="P-33", subject_type="senior.seniortalk", subject_id=found.pk).last()
    return paper(bytes(frozen.content) if frozen else talk_pdf(found), "resume-seniorsamtale.pdf")
