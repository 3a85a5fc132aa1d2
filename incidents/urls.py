"""The addresses under /incidents/. English nouns and verbs; no case content ever stands in one."""

from django.urls import path

from incidents.views import (
    briefing, calls, closing, crisis, injury, learning, next_of_kin, police, reports, return_to_work, safetynet, supervision, talks,
)

app_name = "incidents"
urlpatterns = [
    # the response: one page per step that needs more than a tick
    path("crisis/", crisis.crisis_guide, name="crisis_guide"),
    path("crisis/sheet.pdf", crisis.crisis_guide_sheet, name="crisis_guide_sheet"),
    path("learning/", learning.learning_list, name="learning_list"),
    path("measures/<int:pk>/", learning.measure, name="measure"),
    path("<int:pk>/talk/", talks.talk, name="talk"),
    path("<int:pk>/joint-talk/", talks.joint_talk, name="joint_talk"),
    path("<int:pk>/next-of-kin/", next_of_kin.next_of_kin, name="next_of_kin"),
    path("<int:pk>/crisis/", crisis.crisis, name="crisis"),
    path("<int:pk>/crisis/sheet/", crisis.crisis_sheet, name="crisis_sheet"),
    path("<int:pk>/crisis/sheet.pdf", crisis.crisis_sheet_pdf, name="crisis_sheet_pdf"),
    path("<int:pk>/police/", police.police, name="police"),
    path("<int:pk>/police/view/", police.police_view, name="police_view"),
    path("<int:pk>/injury/", injury.injury, name="injury"),
    path("<int:pk>/injury/sheet/", injury.easy_sheet, name="easy_sheet"),
    path("<int:pk>/injury/sheet.pdf", injury.easy_sheet_pdf, name="easy_sheet_pdf"),
    path("<int:pk>/safetynet/", safetynet.safetynet, name="safetynet"),
    path("<int:pk>/report/", reports.event_report, name="event_report"),
    path("<int:pk>/journal-note/", reports.journal_note, name="journal_note"),
    path("<int:pk>/department-call/", calls.department_call, name="department_call"),
    path("<int:pk>/department-call/sheet.pdf", calls.call_sheet, name="call_sheet"),
    path("<int:pk>/briefing/", briefing.briefing, name="briefing"),
    path("<int:pk>/briefing/sheet.pdf", briefing.briefing_sheet, name="briefing_sheet"),
    path("<int:pk>/return-to-work/", return_to_work.return_to_work, name="return_to_work"),
    path("<int:pk>/supervision/", supervision.supervision, name="supervision"),
    path("<int:pk>/learning/", learning.learning, name="learning"),
    path("<int:pk>/close/", closing.close, name="close"),
    path("<int:pk>/reopen/", closing.reopen, name="reopen"),
    path("<int:pk>/helped/", closing.helped, name="helped"),
]
