"""The aids folder of one course: filled by those who arrange it, opened by the newcomer, also before the first day (ONB-27)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit
from core.views.acting import page, tried
from core.views.files import sealed
from onboarding.actions import aids as verbs
from onboarding.actions.letter import inside
from onboarding.forms.pair import AidForm
from onboarding.views.ground import find_course, part
from onboarding.views.letter import COOKIE


@require_http_methods(["GET", "POST"])
def aids(request, pk):
    """Fill the folder: links, files, or where something lies."""
    course = find_course(request, pk, "onboarding.arrange")
    wanted = request.GET.get("id", "")
    found = part(course, "aids", int(wanted)) if wanted.isdecimal() else None
    names = ("title", "url", "where", "before_start")
    form = AidForm(
        request.POST or None,
        request.FILES or None,
        initial={name: getattr(found, name) for name in names} if found else None,
        file=found.file if found else None,
    )
    if request.method == "POST" and found is not None and request.POST.get("remove"):
        tried(request, lambda: verbs.remove(found, by=request.user), _("Det er fjernet fra mappen."))
        return redirect("onboarding:aids", pk=pk)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.save(course, by=request.user, aid=found, **form.values()),
            _("Det ligger nu i mappen."),
            form,
        )
        if done:
            return redirect("onboarding:aids", pk=pk)
    context = {"course": course, "form": form, "aids": list(course.aids.select_related("file")), "aid": found}
    return page(request, "onboarding/aids.html", **context)


def _handed_out(request, found, by):
    """Return the sealed file of something in the folder, and write who took it; 404 where there is none."""
    if found.file is None or found.file.removed_at is not None:
        raise Http404
    audit.read("core.file_downloaded", found.course, by=by, file=found.file.pk)
    return sealed(found.file)


@require_GET
def aid_file(request, pk, aid):
    """Hand out a file of the folder to the people of the course."""
    course = find_course(request, pk)
    return _handed_out(request, part(course, "aids", aid), request.user)


@login_not_required
@require_GET
def welcome_file(request, aid):
    """Hand out a file before the first day: only what may be seen then, only to the browser that used the link."""
    course = inside(request.COOKIES.get(COOKIE, ""))
    if course is None:
        return redirect("onboarding:welcome")
    found = part(course, "aids", aid)
    if not found.before_start:
        raise Http404
    return _handed_out(request, found, None)
