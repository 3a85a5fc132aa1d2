"""What onboarding prints: checklist, schedule with the letter, knowledge persons, agendas, papers, HR's overview (P-24–P-31)."""

from django.utils.translation import gettext as _

from core import calendar, documents, pdf
from core.reference import read
from onboarding import words

documents.register_kind("P-25", "onboarding.write_letter")
documents.register_kind("P-28", "onboarding.read_paper")
documents.register_kind("P-29", "onboarding.read_paper")
documents.register_kind("P-30", "onboarding.read_paper")


def agenda():
    """Return the fixed agenda of a status meeting as [{code, title, points}]."""
    return read("onboarding_agenda")


def paper_form(kind, length=words.USUAL_LENGTH):
    """Return what a kind of paper asks: {title, intro, fields, ratings, pdf}, in the words of the introduction's length."""
    form = next(row for row in read("onboarding_papers") if row["kind"] == kind)
    known = words.length_in_words(length)
    return form | {name: form[name].replace("{length}", known) for name in ("title", "intro")}


def by_phase(items, length):
    """Return [(heading, items, done)] of the checklist in the order of its phases."""
    found = []
    for phase, heading in words.long_phases(length).items():
        some = [item for item in items if item.phase == phase]
        if some:
            found.append((heading, some, sum(item.todo is not None and item.todo.state == "done" for item in some)))
    return found


def by_block(length, rows):
    """Return [(heading, rows)] of the schedule: »1. uge (uge 5)«."""
    found = []
    for block in words.BLOCKS:
        heading = words.block(block, length)
        some = [row for row in rows if row.block == block]
        if some:
            weeks = sorted({row.day.isocalendar()[1] for row in some if row.day and block[0] == "w"})
            where = _("uge {weeks}").format(weeks="–".join(str(week) for week in weeks[:1] + weeks[1:][-1:]))
            found.append((f"{heading} ({where})" if weeks else str(heading), some))
    return found


def by_category(topics):
    """Return [(heading, topics)] of the knowledge-person checklist."""
    return [
        (heading, some)
        for category, heading in words.CATEGORIES.items()
        if (some := [topic for topic in topics if topic.category == category])
    ]


def _common(course, **more):
    """Return what every document about a course needs."""
    return {"course": course, "unit": course.unit, "today": calendar.today(), **more}


def checklist(course, items):
    """Return the checklist (P-24)."""
    return pdf.render(
        "pdf/onboarding/checklist.html", _common(course, phases=by_phase(items, course.length)), title=_("Huskeliste")
    )


def schedule(course, rows):
    """Return the schedule alone (P-25 without the letter)."""
    return pdf.render(
        "pdf/onboarding/schedule.html",
        _common(course, blocks=by_block(course.length, rows)),
        title=_("Introduktionsskema"),
    )


def promised(rows):
    """Return what the letter says of the first day: »coffee« and »lunch«, as far as the schedule has them on that day."""
    first = min((row.day for row in rows if row.day and not row.every), default=None)
    return {row.code for row in rows if row.code in ("coffee", "lunch") and row.day == first}


def welcome(course, letter, rows, number=""):
    """Return the welcome letter with the schedule on the next page (P-25)."""
    return pdf.render(
        "pdf/onboarding/welcome.html",
        _common(
            course,
            welcome=letter,
            guide=course.mentor or course.contact,
            blocks=by_block(course.length, rows),
            promised=promised(rows),
            for_newcomer=True,
        ),
        title=_("Velkommen til {unit}").format(unit=course.unit.name),
        document_id=number,
    )


def knowledge(course, topics):
    """Return knowledge persons and checklist (P-26)."""
    return pdf.render(
        "pdf/onboarding/knowledge.html",
        _common(course, categories=by_category(topics)),
        title=_("Videnspersoner og tjekliste"),
    )


def meeting_agenda(course, meeting):
    """Return the agenda of a status or mentor meeting with room to write (P-27, P-30). Notes are never printed."""
    is_mentor = meeting.series == "mentor"
    title = _("Dagsorden til mentormøde") if is_mentor else _("Dagsorden til statusmøde")
    there = list(dict.fromkeys(one.name for one in (course.person, course.mentor, course.contact) if one))
    return pdf.render(
        "pdf/onboarding/agenda.html",
        _common(
            course,
            meeting=meeting,
            parts=agenda(),
            title=title,
            there=words.listed(there),
            are_three=bool(there[2:]),
        ),
        title=title,
    )


def paper(paper, parts, number="", confirmations=()):
    """Return a paper as it was confirmed (P-28, P-29, P-30, P-37). `parts`: [(heading, [(label, text)])]."""
    form = paper_form(paper.kind, paper.course.length)
    return pdf.render(
        "pdf/onboarding/paper.html",
        {
            "paper": paper,
            "unit": paper.course.unit if paper.course else paper.person.unit,
            "person": paper.person,
            "parts": parts,
            "form": form,
            "confirmations": confirmations,
            "today": calendar.today(),
        },
        title=form["title"],
        document_id=number,
    )


def overview(courses, filters, person):
    """Return HR's overview (P-31): no notes, nothing but how far each course is."""
    return pdf.render(
        "pdf/onboarding/overview.html",
        {"courses": courses, "filters": filters, "person": person, "today": calendar.now()},
        title=_("Introduktionsforløb, oversigt"),
    )
