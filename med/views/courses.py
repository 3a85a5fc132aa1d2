"""The register of courses; a member's plan of what to learn (GEN-30, GEN-31)."""

from django.forms import Form
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.permissions import may_add, require_add
from med.actions import courses as verbs
from med.forms.training import CourseForm, InviteForm, NeedForm
from med.models import Course, CourseOffer, TrainingRecord
from med.views.beside import attempt, bind, find_row, form_page, part, show

TOGETHER = (("leader", "other_leader"), ("union_rep",), ("safety_rep",))
FIELDS = ("title", "kind", "days", "starts_on", "place", "provider", "is_approved", "is_joint")


def _path():
    """Return the way back to the register."""
    return (_("Uddannelse"), reverse("med:training")), (_("Kurser"), reverse("med:med_courses"))


@require_GET
def course_list(request):
    """Show the courses that are coming, and those that were."""
    today = calendar.today()
    found = list(Course.objects.visible_to(request.user).order_by("starts_on", "title")[:300])
    taking: dict = {}
    seen = TrainingRecord.objects.visible_to(request.user)
    for course, function in (
        CourseOffer.objects.filter(course__in=found, record__in=seen)
        .exclude(answer="declined")
        .values_list("course_id", "record__function")
    ):
        taking.setdefault(course, []).append(function)
    for one in found:
        functions = taking.get(one.pk, [])
        one.taking = len(functions)
        one.is_together = all(any(name in some for name in functions) for some in TOGETHER)
    is_coming = lambda one: not one.cancelled_on and (one.starts_on is None or one.starts_on >= today)  # noqa: E731
    context = {
        "coming": [one for one in found if is_coming(one)],
        "past": [one for one in reversed(found) if not is_coming(one)][:40],
        "may_keep": may_add(request.user, "med.keep_course"),
        "path": _path()[:1],
    }
    return show(request, "med/training/courses.html", context)


@require_GET
def course(request, pk):
    """Show a course, who is offered it, and who still lacks that training."""
    row = find_row(request, Course, pk, "med.view_course", also=("med.keep_course",))
    seen = TrainingRecord.objects.visible_to(request.user)
    offers = list(
        row.offers.filter(record__in=seen).select_related("record__person").order_by("record__person__name").distinct()
    )
    context = {
        "row": row,
        "offers": offers,
        "keeps": "med.keep_course" in row.may and not row.cancelled_on,
        "together": all(any(one.record.function in some for one in offers) for some in TOGETHER),
        "path": _path(),
    }
    return show(request, "med/training/course.html", context)


def _write(request, row):
    """Show and take the form of a course."""
    initial = {name: getattr(row, name) for name in FIELDS} if row else {"is_joint": True}
    form = bind(request, CourseForm, initial)
    back = reverse("med:med_course", args=[row.pk]) if row else reverse("med:med_courses")
    if request.method == "POST" and form.is_valid():
        found: list = []
        act = lambda: found.append(verbs.write_course(by=request.user, course=row, **form.cleaned_data))  # noqa: E731
        if attempt(request, act, _("Kurset er gemt."), form):
            return redirect("med:med_course", pk=found[0].pk)
    title = row.title if row else _("Nyt kursus")
    return form_page(request, form, title=title, button=_("Gem kursus"), back=back, path=_path())


@require_http_methods(["GET", "POST"])
def course_new(request):
    """Put a course in the register."""
    require_add(request.user, "med.keep_course")
    return _write(request, None)


@require_http_methods(["GET", "POST"])
def course_edit(request, pk):
    """Change a course."""
    return _write(request, find_row(request, Course, pk, "med.keep_course"))


@require_http_methods(["GET", "POST"])
def course_cancel(request, pk):
    """Call a course off; asks first."""
    row = find_row(request, Course, pk, "med.keep_course")
    back = reverse("med:med_course", args=[row.pk])
    if request.method == "POST":
        attempt(request, lambda: verbs.cancel_course(row, by=request.user), _("Kurset er aflyst."))
        return redirect(back)
    return form_page(
        request,
        Form(),
        title=_("Aflys kurset?"),
        lede=_("De, der har fået tilbuddet, beholder det på deres side, så de kan få et andet."),
        button=_("Aflys kursus"),
        back=back,
        path=_path(),
        drafted=False,
        danger=True,
        facts=[(_("Kursus"), row.title)],
    )


@require_http_methods(["GET", "POST"])
def course_offer(request, pk):
    """Offer a course to several at once."""
    row = find_row(request, Course, pk, "med.keep_course")
    waiting = (
        TrainingRecord.objects.running().exclude(offers__course=row).select_related("person").order_by("person__name")
    )
    if row.kind in ("safety_basic", "safety_extra"):
        waiting = waiting.filter(in_safety=True)
    elif row.kind in ("med_basic", "med_extra"):
        waiting = waiting.filter(in_med=True)
    form = bind(request, InviteForm, records=waiting)
    back = reverse("med:med_course", args=[row.pk])

    def words(count):
        said = ngettext("%(n)s har fået tilbuddet.", "%(n)s har fået tilbuddet.", count)
        return said % {"n": count}

    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.offer_course(row, by=request.user, records=form.cleaned_data["records"])  # noqa: E731
        if attempt(request, act, words, form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Tilbyd kurset"),
        lede=row.title,
        button=_("Tilbyd kursus"),
        back=back,
        path=_path(),
        drafted=False,
    )


# -- what a member needs to learn ------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def need_new(request, pk):
    """Write what a member needs to learn."""
    row = find_row(request, TrainingRecord, pk, "med.plan_competence", ("person",))
    form = bind(request, NeedForm, {"year": calendar.today().year + 1}, courses=Course.objects.coming())
    back = reverse("med:training_record", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.add_need(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Behovet står i kompetenceplanen."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Kompetenceplan"),
        lede=row.person.name,
        button=_("Tilføj til plan"),
        back=back,
        path=_path()[:1],
    )


@require_POST
def need_met(request, pk, number):
    """Say that a need is met."""
    row = find_row(request, TrainingRecord, pk, "med.plan_competence", ("person",))
    line = part(row.needs.select_related("record"), number)
    attempt(request, lambda: verbs.meet_need(line, by=request.user), _("Noteret."))
    return redirect("med:training_record", pk=row.pk)
