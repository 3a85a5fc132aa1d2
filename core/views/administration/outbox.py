"""Udbakke: what waits, what stopped; in the demo everybody may read what would have been sent (GEN-08)."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.actions import outbox as verbs
from core.forms_administration.ground import ReasonForm
from core.models import Mail, NoticeText
from core.models.mail import MailState
from core.permissions import Forbidden, may_add, require, rows, who_may
from core.views.administration import kit

BADGES = {
    "queued": "wait",
    "sending": "run",
    "sent": "done",
    "retrying": "wait",
    "stopped": "late",
    "gathered": "wait",
    "folded": "done",
    "dropped": "draft",
}
SORTS = {"at": "created_at", "receiver": "receiver__name", "state": "state"}


def _visible(person):
    """Return the mails the person may see: all for the administrator, and for everybody in the demo."""
    if settings.DEMO and person.may_sign_in:
        return Mail.objects.all()
    if not may_add(person, "core.view_outbox"):
        raise Forbidden("core.view_outbox", who_may("core.view_outbox"))
    return rows(person, "core.view_outbox")


@require_GET
def outbox(request):
    """List mails, newest first. Rows name the kind of notice and its state, never what it is about."""
    found = _visible(request.user).select_related("receiver").defer("body", "context")
    state = request.GET.get("state", "")
    if state in MailState.values:
        found = found.filter(state=state)
    page = kit.page_of(request, kit.ordered(request, found, SORTS, "-at"))
    titles = dict(NoticeText.objects.values_list("code", "subject"))
    items = [
        {
            "mail": m,
            "title": titles.get(m.notice, "").split("{")[0].strip() or m.subject_line or _("Daglig mail"),
            "badge": BADGES[m.state],
        }
        for m in page
    ]
    return render(
        request,
        "core/administration/outbox.html",
        {
            "title": _("Udbakke"),
            "lede": _("I demoen bliver mails ikke sendt. Her kan du læse dem, som de ville være sendt.")
            if settings.DEMO
            else _("Mails på vej og mails, der er stoppet."),
            "page": page,
            "items": items,
            "stopped": _visible(request.user).filter(state=MailState.STOPPED).count(),
            "filtered": bool(state),
            "filters": [
                {
                    "name": "state",
                    "label": _("Tilstand"),
                    "all": _("Alle"),
                    "chosen": state,
                    "choices": MailState.choices,
                }
            ],
        },
    )


def _find(request, pk):
    return get_object_or_404(_visible(request.user).select_related("receiver"), pk=pk)


@require_GET
def mail(request, pk):
    """Show a mail: its life for the administrator; in the demo as it was sent, too."""
    found = _find(request, pk)
    may = may_add(request.user, "core.release_mail")
    return render(
        request,
        "core/administration/mail.html",
        {
            "title": _("Mail"),
            "mail": found,
            "badge": BADGES[found.state],
            "readable": settings.DEMO,
            "may_release": may and found.state == MailState.STOPPED,
            "crumbs": [(reverse("core:outbox"), _("Udbakke"))],
        },
    )


@require_POST
def release(request, pk):
    """Let a stopped mail be tried again."""
    found = (
        require(request.user, "core.release_mail", _find(request, pk))
        if may_add(request.user, "core.release_mail")
        else _refused()
    )
    return kit.press(
        request,
        verbs.release,
        mail=found,
        by=request.user,
        done=_("Mailen bliver sendt igen."),
        back=reverse("core:outbox_mail", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def discard(request, pk):
    """Ask why, then say that a stopped mail isn't to be sent."""
    found = _find(request, pk) if may_add(request.user, "core.release_mail") else _refused()
    if found.state != MailState.STOPPED:
        raise Http404
    form = ReasonForm(request.POST or None)
    return kit.confirm(
        request,
        lambda values: verbs.discard(found, by=request.user, reason=values["reason"]),
        question=_("Vil du lade være med at sende mailen?"),
        text=_("Modtageren får den ikke. Sig det til modtageren på en anden måde."),
        label=_("Send ikke mail"),
        back=reverse("core:outbox_mail", args=[pk]),
        back_label=_("Gå tilbage"),
        done=_("Mailen bliver ikke sendt."),
        form=form,
    )


def _refused():
    raise Forbidden("core.release_mail", who_may("core.release_mail"))
