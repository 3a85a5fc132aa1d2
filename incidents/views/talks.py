"""The talk before going home, and the offer of a joint talk."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from incidents.actions import talks
from incidents.forms.talks import JointTalkForm, TalkForm
from incidents.views.ground import StepPage


@require_http_methods(["GET", "POST"])
def talk(request, pk):
    """Note the talk before anybody goes home."""
    page = StepPage(request, pk, "incidents.talk", "incidents.do_care_steps", shows_case=True)
    form = page.form(TalkForm, initial={"held_with": request.user.pk, "held_at": calendar.now()})
    return page.answer(
        form,
        lambda data: talks.record_talk(page.incident, by=request.user, **data),
        _("Samtalen er noteret."),
        question=_("Er det talt igennem, før nogen går hjem?"),
        button=_("Notér samtale"),
        known=page.incident.talks.filter(kind="first").select_related("held_with"),
    )


@require_http_methods(["GET", "POST"])
def joint_talk(request, pk):
    """Note the answer to the offer of a joint talk."""
    page = StepPage(request, pk, "incidents.joint_talk", "incidents.do_care_steps")
    known = page.incident.talks.filter(kind="joint").order_by("at").last()
    return page.answer(
        page.form(JointTalkForm, initial={"wish": known.wish, "on": known.on} if known else {}),
        lambda data: talks.record_joint_talk(page.incident, by=request.user, **data),
        _("Svaret er noteret."),
        question=_("Vil medarbejderen tale med kollegerne?"),
        button=_("Notér svaret"),
    )
