"""The newcomer's page, questions, goals, knowledge persons and the journal (ONB-10, -17, -26)."""

from datetime import timedelta

from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, shell
from core.files import download_headers
from core.models import Person, Role
from core.views.acting import page, tried
from onboarding import documents, words
from onboarding.actions import learning as verbs
from onboarding.choices import RUNNING
from onboarding.forms.pair import (
    AnswerForm,
    JournalForm,
    QuestionForm,
    TopicForm,
)
from onboarding.forms.people import have_agreed, who_know
from onboarding.models import BankQuestion, Course, JournalEntry, Topic
from onboarding.views import beside
from onboarding.views.course import current_phase, phase_rows
from onboarding.views.ground import find_course, find_row, part, short_form


def own_course(person, **more):
    """Return the person's running course, else the latest one, with what else the page asks of it; 404 when there is none."""
    found = (
        Course.objects.filter(person=person)
        .exclude(state="cancelled")
        .select_related("person", "unit", "site", "leader", "mentor", "contact")
        .annotate(**more)
        .order_by("closed_on", "-start_on")
    )
    course = next((one for one in found if one.is_running), None) or next(iter(found), None)
    if course is None:
        raise Http404
    return course


@require_GET
def mine(request):
    """Show a newcomer today, this week, the people, own lines, questions, aids and goals."""
    person = request.user
    course = own_course(person, **beside.of_newcomer_page())
    today, now = calendar.today(), calendar.now()
    items = list(course.items.select_related("todo", "owner", "second"))
    begins = max(today, course.start_on)  # before the first day the page shows the first week
    own = [item for item in items if "newcomer" in item.roles and item.todo and item.todo.state in ("open", "done")]
    for item in own:
        item.is_open = item.todo.state == "open"
        item.is_late = item.is_open and item.todo.due_at < now
        item.url = item.todo.link if item.page else ""
    soon = [item for item in own if not item.is_open or item.due_on <= begins + timedelta(days=31)]
    soon.sort(key=lambda item: (not item.is_open, item.due_on, item.number))
    rows = list(course.rows.kept().select_related("owner", "second"))
    meetings = list(course.meetings.waiting().filter(starts_at__gte=now - timedelta(hours=12)).defer("notes"))
    lists = beside.lists_of(course)
    days: dict = {}
    until = begins + timedelta(days=7)
    for row in rows:
        if row.day and not row.every and not row.is_latest and begins <= row.day < until:
            days.setdefault(row.day, []).append(
                (row.clock, row.topic, row.who_newcomer_meets, row.place, reverse("onboarding:row", args=[row.pk]))
            )
    guide = course.mentor or course.contact
    for meeting in meetings:
        local = calendar.local(meeting.starts_at)
        if begins <= local.date() < until:
            name = _("Mentormøde") if meeting.series == "mentor" else _("Statusmøde")
            days.setdefault(local.date(), []).append(
                (
                    local.time(),
                    name,
                    guide.name if guide else "",
                    meeting.place,
                    reverse("onboarding:meeting", args=[meeting.pk]),
                )
            )
    for one in lists["brought"]:
        if one.day and begins <= one.day < until:
            words_of_it = _("Dit oplæg: {topic}").format(topic=one.topic)
            days.setdefault(one.day, []).append((None, words_of_it, one.meeting, "", ""))
    daily = [
        row
        for row in rows
        if row.every == "daily" and not row.clock and row.day and row.day <= today <= (row.until or row.day)
    ]
    safety = [
        item for item in items if item.follows == beside.PLAN and item.todo and item.todo.state in ("open", "done")
    ]
    context = {
        "course": course,
        "today": today,
        "today_rows": sorted(days.pop(today, []), key=lambda line: (line[0] is None, line[0])),
        "week": sorted(
            (day, sorted(lines, key=lambda line: (line[0] is None, line[0]))) for day, lines in days.items()
        ),
        "daily": daily,
        "own": soon,
        "bar": phase_rows(items, current_phase(course, items), course.length),
        "people": my_people(course),
        "questions": list(course.questions.filter(closed_at__isnull=True)[:5]),
        "safety": safety,
        "safety_shown": max(item.todo.done_at for item in safety)
        if safety and all(item.todo.state == "done" for item in safety)
        else None,
        **lists,
        "sparring": _sparring_url(),
    }
    return page(request, "onboarding/mine.html", **context)


def _sparring_url():
    """Return where time for sparring is booked (ONB-35); nothing where no app offers it."""
    try:
        return shell.page_of("sparring")
    except NoReverseMatch:
        return ""


def my_people(course):
    """Return [(role, person)] of those whom a newcomer needs, and nobody else. Two queries."""
    found, seen = [], set()
    wanted = [("mentor", course.mentor), ("contact", course.contact), ("leader", course.leader)]
    wanted += [(row.role, row.person) for row in course.roles.select_related("person")]
    reps = Role.objects.filter(
        Role.in_force(calendar.today()), kind__in=("safety_rep", "union_rep"), site=course.site_id, site__isnull=False
    ).select_related("person")
    wanted += [(role.kind, role.person) for role in reps]
    for role, person in wanted:
        if person is not None and person.pk not in seen and person.pk != course.person_id:
            seen.add(person.pk)
            found.append((words.ROLES.get(role, ""), person))
    return found


# -- questions ---------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def questions(request, pk):
    """Show the bank and the questions; the newcomer asks, mentor and contact person answer."""
    course = find_course(request, pk, "onboarding.read_questions", also=("onboarding.ask", "onboarding.answer"))
    asks, answers = "onboarding.ask" in course.may, "onboarding.answer" in course.may
    form = QuestionForm(request.POST if request.POST.get("form") == "ask" else None)
    if request.POST.get("form") == "ask" and asks and form.is_valid():
        done = tried(
            request,
            lambda: verbs.ask(course, by=request.user, **form.cleaned_data),
            _("Dit spørgsmål er sendt til dem, der hjælper dig i gang."),
            form,
        )
        if done:
            return redirect("onboarding:questions", pk=pk)
    found = list(course.questions.select_related("answered_by"))
    taken = {question.bank_code for question in found if question.bank_code}
    groups: dict = {}
    for one in BankQuestion.objects.all():
        groups.setdefault(one.heading, []).append((one, one.code in taken))
    context = {
        "course": course,
        "form": form,
        "answer": AnswerForm(),
        "open": [question for question in found if question.closed_at is None],
        "closed": [question for question in found if question.closed_at is not None],
        "groups": list(groups.items()),
        "asks": asks,
        "answers": answers,
    }
    return page(request, "onboarding/questions.html", **context)


@require_POST
def ask_from_bank(request, pk, code):
    """Ask one of the typical questions."""
    course = find_course(request, pk, "onboarding.ask")
    one = BankQuestion.objects.filter(code=code).first()
    if one is None:
        raise Http404
    tried(
        request,
        lambda: verbs.ask(course, by=request.user, text=one.text, bank_code=one.code),
        _("Dit spørgsmål er sendt til dem, der hjælper dig i gang."),
    )
    return redirect("onboarding:questions", pk=pk)


@require_http_methods(["GET", "POST"])
def answer(request, pk, question):
    """Answer a question."""
    course = find_course(request, pk, "onboarding.answer")
    found = part(course, "questions", question)
    form = AnswerForm(request.POST or None, initial={"text": found.answer})
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.answer(found, by=request.user, text=form.cleaned_data["text"]),
            _("Svaret er sendt til {name}.").format(name=course.person.first_name),
            form,
        )
        if done:
            return redirect("onboarding:questions", pk=pk)
    back_to = reverse("onboarding:questions", args=[pk])
    return short_form(request, course, form, found.text, _("Send svar"), back_to=back_to)


@require_POST
def settle(request, pk, question):
    """Mark an own question answered, or open again."""
    course = find_course(request, pk, "onboarding.ask")
    found = part(course, "questions", question)
    again = request.POST.get("again") == "1"
    tried(
        request,
        lambda: verbs.settle(found, by=request.user, open_again=again),
        _("Spørgsmålet er åbent igen.") if again else _("Spørgsmålet er markeret besvaret."),
    )
    return redirect("onboarding:questions", pk=pk)


# -- knowledge persons ---------------------------------------------------------------------------------------------------------
@require_GET
def knowledge(request, pk):
    """Show who knows what, and what has been introduced (ONB-10)."""
    course = find_course(request, pk, also=("onboarding.arrange", "onboarding.read_goals"))
    topics = list(course.topics.select_related("person", "introduced_by"))
    if "onboarding.arrange" not in course.may:  # free rows that nobody has filled in yet say nothing to a newcomer
        topics = [topic for topic in topics if topic.category != "specialists" or topic.person_id]
    context = {
        "course": course,
        "categories": documents.by_category(topics),
        "done": sum(topic.introduced_at is not None for topic in topics),
        "total": len(topics),
        "arranges": "onboarding.arrange" in course.may,
        "ticks": bool({"onboarding.arrange", "onboarding.read_goals"} & course.may),
    }
    return page(request, "onboarding/knowledge.html", **context)


@require_POST
def introduce(request, pk, topic):
    """Tick that a topic has been introduced, or take that back."""
    found = find_row(request, Topic, topic, "onboarding.tick_topic")
    if found.course_id != pk:
        raise Http404
    done = request.POST.get("done") != "0"
    tried(
        request,
        lambda: verbs.introduce(found, by=request.user, done=done),
        _("»{title}« er gennemgået.").format(title=found.title) if done else _("Fortrudt. Alt er, som det var."),
    )
    if request.POST.get("from") == "mentor":
        return redirect("onboarding:mentor")
    response = redirect("onboarding:knowledge", pk=pk)
    response["Location"] += f"#topic-{found.number}"
    return response


def topics_of(person):
    """Return the topics that a person is to tell running newcomers about: what waits first."""
    return list(
        Topic.objects.filter(person=person, course__state__in=RUNNING)
        .exclude(course__mentor=person)
        .select_related("course__person")
        .order_by(F("introduced_at").asc(nulls_first=True), "course__start_on", "number")[:40]
    )


@require_http_methods(["GET", "POST"])
def topic(request, pk, topic):
    """Say who knows about a topic."""
    course = find_course(request, pk, "onboarding.arrange")
    found = part(course, "topics", topic)
    form = TopicForm(
        request.POST or None, initial={"title": found.title, "person": found.person, "remark": found.remark}
    )
    form.fields["person"].near(
        Person.objects.working().filter(unit=course.unit_id).order_by("name"),
        have_agreed("knowledge_person"),
        who_know(found.category, course.unit_id),
    )
    if request.method == "POST" and form.is_valid():
        done = tried(
            request, lambda: verbs.name_topic(found, by=request.user, **form.cleaned_data), _("Emnet er gemt."), form
        )
        if done:
            response = redirect("onboarding:knowledge", pk=pk)
            response["Location"] += f"#topic-{found.number}"
            return response
    back_to = reverse("onboarding:knowledge", args=[pk]) + f"#topic-{found.number}"
    return short_form(request, course, form, _("Hvem ved noget om det?"), _("Gem vidensperson"), back_to=back_to)


@require_GET
def knowledge_pdf(request, pk):
    """Hand out knowledge persons and checklist (P-26)."""
    course = find_course(request, pk)
    content = documents.knowledge(course, list(course.topics.select_related("person", "introduced_by")))
    return download_headers(HttpResponse(content), "videnspersoner.pdf", "application/pdf")


# -- the journal -------------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def journal(request):
    """Write and read one's own journal. Nobody else has a way in (ONB-23)."""
    course = own_course(request.user)
    form = JournalForm(request.POST if request.POST.get("form") == "write" else None)
    entries = JournalEntry.objects.visible_to(request.user)
    if request.POST.get("form") == "delete":
        wanted = request.POST.get("entry", "")
        found = entries.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
        if found is None:
            raise Http404
        tried(request, lambda: verbs.delete_journal(found, by=request.user), _("Notatet er slettet."))
        return redirect("onboarding:journal")
    if request.POST.get("form") == "write" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.write_journal(course, by=request.user, text=form.cleaned_data["text"]),
            _("Gemt. Kun du kan læse det."),
            form,
        )
        if done:
            return redirect("onboarding:journal")
    return page(request, "onboarding/journal.html", course=course, form=form, entries=list(entries))
