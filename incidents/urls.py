"""The addresses under /incidents/. English nouns and verbs; no case content ever stands in one."""

from django.urls import path

from incidents.views import case as case_pages
from incidents.views import evidence, lists, notes, reporting, responsibility
from incidents.views import introductions as introduction_pages
from incidents.views import letters as letter_pages
from incidents.views import messages as message_pages
from incidents.views import plan as plan_pages
from incidents.views import register as register_pages
from incidents.views import sanctions as sanction_pages
from incidents.views import steps as step_pages
from incidents.views import (
    briefing, calls, closing, crisis, injury, learning, next_of_kin, police, reports, return_to_work, safetynet, statistics, supervision,
    talks,
)

app_name = "incidents"
urlpatterns = [
    # the contingency plan
    path("plan/", plan_pages.plan, name="plan"),
    path("plan/new/", plan_pages.plan_new, name="plan_new"),
    path("plan/introductions/", introduction_pages.plan_introductions, name="plan_introductions"),
    path("plan/introductions/<int:pk>/", introduction_pages.plan_introduction, name="plan_introduction"),
    path("plan/<int:pk>/", plan_pages.plan, name="plan_of"),
    path("plan/<int:pk>/edit/", plan_pages.plan_edit, name="plan_edit"),
    path("plan/<int:pk>/publish/", plan_pages.plan_publish, name="plan_publish"),
    path("plan/<int:pk>/discard/", plan_pages.plan_discard, name="plan_discard"),
    path("plan/<int:pk>/check/", plan_pages.plan_check, name="plan_check"),
    path("plan/<int:pk>/versions/<int:number>/", plan_pages.plan_version, name="plan_version"),
    path("plan/<int:pk>/plan.pdf", plan_pages.plan_pdf, name="plan_pdf"),
    # report, list, notes
    path("", lists.incident_list, name="list"),
    path("report/", reporting.report, name="report"),
    path("report/draft/", reporting.save_draft, name="save_draft"),
    path("report/colleague/", reporting.colleague_help, name="colleague_help"),
    path("report/<int:pk>/", reporting.report, name="draft"),
    path("report/<int:pk>/delete/", reporting.delete_draft, name="delete_draft"),
    path("phone-note/", notes.phone_note, name="phone_note"),
    path("phone-notes/<int:pk>/note.pdf", notes.phone_note_pdf, name="phone_note_pdf"),
    path("descriptions/<int:pk>/description.pdf", notes.description_pdf, name="description_pdf"),
    path("witnesses/<int:pk>/contacted/", notes.witness_contacted, name="witness_contacted"),
    # the case
    path("<int:pk>/", case_pages.incident, name="incident"),
    path("<int:pk>/receipt/", reporting.receipt, name="receipt"),
    path("<int:pk>/add/", case_pages.add, name="add"),
    path("<int:pk>/details/", case_pages.details, name="details"),
    path("<int:pk>/correct/", case_pages.correct, name="correct"),
    path("<int:pk>/affected/", case_pages.add_affected, name="add_affected"),
    path("<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("<int:pk>/phone-note/", notes.phone_note, name="phone_note_to"),
    path("<int:pk>/description/", notes.description, name="description"),
    path("<int:pk>/witnesses/", notes.witnesses, name="witnesses"),
    path("<int:pk>/citizen/", case_pages.show_name, name="show_name"),
    path("<int:pk>/consent/", case_pages.consent, name="consent"),
    path("<int:pk>/open-citizen/", case_pages.open_citizen, name="open_citizen"),
    path("<int:pk>/take-over/", responsibility.take_over, name="take_over"),
    path("<int:pk>/hand-over/", responsibility.hand_over, name="hand_over"),
    path("<int:pk>/care/", responsibility.take_care, name="take_care"),
    path("<int:pk>/care/return/", responsibility.return_care, name="return_care"),
    path("<int:pk>/implicate/", responsibility.implicate, name="implicate"),
    path("<int:pk>/category/", responsibility.category, name="category"),
    path("<int:pk>/steps/<slug:kind>/", step_pages.step, name="step"),
    path("<int:pk>/tick/<slug:code>/", step_pages.tick, name="tick"),
    path("<int:pk>/undo/<slug:code>/", step_pages.undo, name="undo"),
    path("<int:pk>/not-relevant/<slug:code>/", step_pages.not_relevant, name="not_relevant"),
    # numbers
    path("numbers/", statistics.statistics_page, name="statistics"),
    path("numbers/<int:year>/", statistics.statistics_page, name="statistics_year"),
    path("numbers/<int:year>/numbers.pdf", statistics.statistics_pdf, name="statistics_pdf"),
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
    # sanctions, their register, messages to the staff
    path("sanctions/", register_pages.register, name="register"),
    path("sanctions/register.<str:kind>", register_pages.register_file, name="register_file"),
    path("sanctions/<int:pk>/person/", register_pages.register_person, name="register_person"),
    path("sanctions/<int:pk>/", sanction_pages.sanction, name="sanction"),
    path("sanctions/<int:pk>/decide/", sanction_pages.sanction_decide, name="sanction_decide"),
    path("sanctions/<int:pk>/reject/", sanction_pages.sanction_reject, name="sanction_reject"),
    path("sanctions/<int:pk>/lift/", sanction_pages.sanction_lift, name="sanction_lift"),
    path("sanctions/<int:pk>/replace/", sanction_pages.sanction_replace, name="sanction_replace"),
    path("sanctions/<int:pk>/end/", sanction_pages.sanction_end, name="sanction_end"),
    path("<int:pk>/sanctions/", sanction_pages.sanctions, name="sanctions"),
    path("<int:pk>/sanctions/new/", sanction_pages.sanction_new, name="sanction_new"),
    path("<int:pk>/decision/", sanction_pages.decision_c, name="decision_c"),
    path("<int:pk>/staff-message/", message_pages.staff_message, name="staff_message"),
    path("messages/", message_pages.messages, name="messages"),
    path("messages/<int:pk>/read/", message_pages.message_read, name="message_read"),
    path("messages/<int:pk>/person/", message_pages.message_person, name="message_person"),
    path("messages/<int:pk>/withdraw/", message_pages.message_withdraw, name="message_withdraw"),
    # letters to citizens
    path("<int:pk>/letters/", letter_pages.letters, name="letters"),
    path("letters/<int:pk>/", letter_pages.letter, name="letter"),
    path("letters/<int:pk>/preview/", letter_pages.letter_preview, name="letter_preview"),
    path("letters/<int:pk>/approve/", letter_pages.letter_approve, name="letter_approve"),
    path("letters/<int:pk>/send-back/", letter_pages.letter_send_back, name="letter_send_back"),
    path("letters/<int:pk>/print/", letter_pages.letter_print, name="letter_print"),
    path("letters/<int:pk>/letter.pdf", letter_pages.letter_pdf, name="letter_pdf"),
    path("letters/<int:pk>/sent/", letter_pages.letter_sent, name="letter_sent"),
    path("letters/<int:pk>/filed/", letter_pages.letter_filed, name="letter_filed"),
    path("letters/<int:pk>/new-version/", letter_pages.letter_new_version, name="letter_new_version"),
    path("letters/<int:pk>/delete/", letter_pages.letter_delete, name="letter_delete"),
]
