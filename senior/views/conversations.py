"""1:1 talks and MUS, alone or with a group: those who talk write, nobody else reads."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.models import Person
from core.permissions import require_add, rows
from senior.actions import conversations as verbs
from senior.documents import conversation_pdf
from senior.forms.everyday import ConversationPlanForm, ConversationRecordForm, GroupTalkForm, MoveForm
from senior.models import Conversation, DevelopmentPlan
from senior.views.ground import act, page_with_form, paper, row_or_404, typed


def _find(request, pk, action="senior.view_conversation"):
    return row_or_404(
        request.user,
        action,
        Conversation.objects.select_related("person__unit", "unit", "leader"),
        pk,
        ("senior.read_conversation", "senior.write_conversation"),
    )


def _here(pk):
    return reverse("senior:conversation", args=[pk])


def person_to_talk_with(request, pk):
    """Return the person a talk or a plan may be begun for: oneself, or one of the staff."""
    found = rows(request.user, "senior.talk_with", Person.objects.select_related("unit")).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
def conversations(request):
    """List the person's own talks and plans."""
    person = request.user
    return render(
        request,
        "senior/conversations.html",
        {
            "conversations": list(
                Conversation.objects.of(person).filter(cancelled_at__isnull=True).select_related("leader")[:40]
            ),
            "plans": list(DevelopmentPlan.objects.of(person)[:10]),
            "today": calendar.today(),
        },
    )


@require_http_methods(["GET", "POST"])
def conversation_new(request, pk):
    """Agree on a time for a 1:1 talk or MUS."""
    person = person_to_talk_with(request, pk)
    is_mine = person.pk == request.user.pk
    data, kept = typed(request)
    kind = request.GET.get("kind", "one_to_one")
    made = []
    return page_with_form(
        request,
        ConversationPlanForm(data, initial={"kind": kind} | kept),
        do=lambda form: made.append(verbs.plan(person, by=request.user, **form.cleaned_data)),
        said=_("Tiden er aftalt, og den anden får besked."),
        to=lambda: _here(made[0].pk),
        title=_("Aftal en samtale") if is_mine else _("Aftal en samtale med %(name)s") % {"name": person.name},
        button=_("Aftal tid"),
        back=reverse("senior:overview") if is_mine else reverse("senior:staff_member", args=[pk]),
        lede=_("Er samtalen allerede holdt, så skriv, hvornår den var. Bagefter kan I skrive, hvad I talte om."),
    )


def staff_of(person):
    """Return the people whose nearest leader somebody is, by name."""
    return rows(person, "senior.see_staff", Person.objects.working().select_related("unit")).order_by("name")


@require_http_methods(["GET", "POST"])
def group_talk_new(request):
    """Agree on a MUS for a group that wants it together."""
    require_add(request.user, "senior.plan_group_talk")
    data, kept = typed(request)
    made = []
    return page_with_form(
        request,
        GroupTalkForm(data, initial=kept, people=staff_of(request.user)),
        do=lambda form: made.append(verbs.plan_for_group(by=request.user, **form.cleaned_data)),
        said=_("Tiden er aftalt, og alle får besked."),
        to=lambda: _here(made[0].pk),
        title=_("Aftal MUS for en gruppe"),
        button=_("Aftal tid"),
        back=reverse("senior:staff"),
        lede=_(
            "Kun når gruppen selv vil. I får én fælles opsamling, som alle i gruppen læser, retter og bekræfter. Den, der hellere vil tale alene, får sin egen MUS."
        ),
    )


def record_lines(conversation):
    """Return [(heading, words)] of what was said."""
    labels = (
        ("theme", _("Temakort")),
        ("last_year", _("Siden sidste år")),
        ("points", _("Det talte vi om")),
        ("needs", _("Behov for udvikling")),
        ("activities", _("Det har vi planlagt")),
        ("follow_up", _("Det følger vi op på")),
    )
    return [(label, getattr(conversation, name)) for name, label in labels if getattr(conversation, name)]


@require_GET
def conversation(request, pk):
    """Show one talk: dates to a new leader, words to the two."""
    found = _find(request, pk)
    reads = "senior.read_conversation" in found.may
    audit.read("senior.conversation_opened", found, by=request.user)
    is_mine = request.user.pk != found.leader_id and reads
    parties = found.parties()
    people = [one for one, _at in parties[:-1]]
    mine_confirmed = next((at for one, at in parties if one.pk == request.user.pk), None)
    before = (
        Conversation.objects.filter(person=found.person_id, kind=found.kind, held_on__isnull=False)
        .filter(leader=found.leader_id)
        .exclude(pk=found.pk)
        .order_by("-held_on")
        .first()
        if reads and found.person_id
        else None
    )
    return render(
        request,
        "senior/conversation.html",
        {
            "conversation": found,
            "reads": reads,
            "is_mine": is_mine,
            "lines": record_lines(found) if reads else [],
            "before": before,
            "parties": parties if reads else [],
            "names": ", ".join(one.name for one in people),
            "mine_confirmed": mine_confirmed,
            "senior_talk": found.senior_talks.exclude(state="cancelled").first() if reads else None,
            "today": calendar.today(),
            "is_past": found.planned_at is None or found.planned_at <= calendar.now(),
        },
    )


@require_http_methods(["GET", "POST"])
def conversation_write(request, pk):
    """Write what was talked about."""
    found = _find(request, pk, "senior.write_conversation")
    data, kept = typed(request)

    def again(row, data=None):
        return ConversationRecordForm(data, conversation=row)

    form = again(found, data)
    form.initial |= {name: value for name, value in kept.items() if name in form.fields and name != "version"}

    def do(form):
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        verbs.write(found, by=request.user, version=form.cleaned_data["version"], **values)

    return page_with_form(
        request,
        form,
        do=do,
        said=_("Det er gemt. Kun I, der talte sammen, kan læse det."),
        to=_here(pk),
        title=_("Det talte vi om"),
        button=_("Gem samtale"),
        back=_here(pk),
        private=_("Kun I, der talte sammen, kan læse det her."),
        again=again,
        row=found,
    )


@require_http_methods(["GET", "POST"])
def conversation_move(request, pk):
    """Find another time."""
    found = _find(request, pk, "senior.write_conversation")
    data, kept = typed(request)
    return page_with_form(
        request,
        MoveForm(data, initial={"planned_at": found.planned_at, "place": found.place} | kept),
        do=lambda form: verbs.move(found, by=request.user, **form.cleaned_data),
        said=_("Samtalen er flyttet, og den anden får besked."),
        to=_here(pk),
        title=_("Flyt samtalen"),
        button=_("Flyt samtale"),
        back=_here(pk),
    )


@require_POST
def conversation_confirm(request, pk):
    """Confirm what is written."""
    found = _find(request, pk)
    return act(request, lambda: verbs.confirm(found, by=request.user), _("Du har bekræftet samtalen."), _here(pk))


@require_POST
def conversation_follow_up(request, pk):
    """Note that it has been followed up."""
    found = _find(request, pk)
    return act(request, lambda: verbs.follow_up(found, by=request.user), _("I har fulgt op."), _here(pk))


@require_http_methods(["GET", "POST"])
def conversation_cancel(request, pk):
    """Call a talk off, after a question."""
    found = _find(request, pk, "senior.write_conversation")
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.cancel(found, by=request.user),
            _("Samtalen er aflyst."),
            reverse("senior:overview"),
        )
    return render(
        request,
        "senior/confirm.html",
        {
            "question": _("Vil du aflyse samtalen?"),
            "text": _("I kan altid aftale en ny tid."),
            "action": request.path,
            "label": _("Aflys samtale"),
            "back_url": _here(pk),
        },
    )


@require_GET
def conversation_paper(request, pk):
    """Return the talk as paper (P-37), for the two."""
    found = _find(request, pk, "senior.read_conversation")
    audit.read("senior.conversation_printed", found, by=request.user)
    return paper(conversation_pdf(found, record_lines(found)), "samtale.pdf")
