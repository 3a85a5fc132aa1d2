"""The addresses under /med/. English nouns and verbs; nothing of what is talked about ever stands in one."""

from django.urls import path

from med import urls_beside
from med.views import agenda, bodies, confidential, figures, lists, meetings, minutes, proposals, wall

app_name = "med"
urlpatterns = [
    path("", lists.overview, name="overview"),
    path("minutes/", lists.minutes_list, name="minutes_list"),
    # bodies
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.body_new, name="body_new"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/edit/", bodies.body_edit, name="body_edit"),
    path("bodies/<int:pk>/seats/new/", bodies.seat_new, name="seat_new"),
    path("bodies/<int:pk>/decisions.pdf", bodies.decisions_pdf, name="decisions_pdf"),
    path("bodies/<int:pk>/plan/", meetings.plan, name="plan"),
    path("bodies/<int:pk>/propose/", proposals.propose, name="propose"),
    path("bodies/<int:pk>/figures/", figures.figures, name="figures"),
    path("bodies/<int:pk>/notes/", confidential.trio_notes, name="trio_notes"),
    path("seats/<int:pk>/end/", bodies.seat_end, name="seat_end"),
    path("notes/<int:pk>/send/", confidential.trio_note, name="trio_note"),
    # a meeting
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/move/", meetings.move, name="move"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<int:pk>/open-agenda/", meetings.open_agenda, name="open_agenda"),
    path("meetings/<int:pk>/release/", meetings.release, name="release"),
    path("meetings/<int:pk>/begin/", meetings.begin, name="begin"),
    path("meetings/<int:pk>/end/", meetings.end, name="end"),
    path("meetings/<int:pk>/lock/", meetings.lock, name="lock"),
    path("meetings/<int:pk>/reopen/", meetings.reopen, name="reopen"),
    path("meetings/<int:pk>/wall/", wall.wall, name="wall"),
    path("meetings/<int:pk>/agenda.pdf", meetings.agenda_pdf, name="agenda_pdf"),
    path("meetings/<int:pk>/minutes.pdf", meetings.minutes_pdf, name="minutes_pdf"),
    path("meetings/<int:pk>/items/new/", agenda.item_new, name="item_new"),
    path("meetings/<int:pk>/pre-notes/", confidential.pre_notes, name="pre_notes"),
    path("meetings/<int:pk>/write/", minutes.write, name="write"),
    path("meetings/<int:pk>/attendance/", minutes.attendance, name="attendance"),
    path("meetings/<int:pk>/remark/", minutes.remark, name="remark"),
    path("meetings/<int:pk>/publish/", minutes.publish, name="publish"),
    # an item, its topic, what was agreed
    path("items/<int:pk>/", agenda.item, name="item"),
    path("items/<int:pk>/edit/", agenda.item_edit, name="item_edit"),
    path("items/<int:pk>/off/", agenda.item_off, name="item_off"),
    path("items/<int:pk>/back/", agenda.item_back, name="item_back"),
    path("items/<int:pk>/move/up/", agenda.item_move, {"way": "up"}, name="item_up"),
    path("items/<int:pk>/move/down/", agenda.item_move, {"way": "down"}, name="item_down"),
    path("items/<int:pk>/input/", agenda.item_input, name="item_input"),
    path("items/<int:pk>/files/", agenda.item_files, name="item_files"),
    path("items/<int:pk>/text/", minutes.text, name="text"),
    path("items/<int:pk>/result/", minutes.result, name="result"),
    path("items/<int:pk>/approve/", minutes.approve, name="approve"),
    path("topics/<int:pk>/", agenda.topic, name="topic"),
    path("topics/<int:pk>/close/", agenda.topic_close, name="topic_close"),
    path("topics/<int:pk>/reopen/", agenda.topic_reopen, name="topic_reopen"),
    path("actions/<int:pk>/", minutes.action, name="action"),
    path("actions/<int:pk>/drop/", minutes.action_drop, name="action_drop"),
    path("comments/<int:pk>/answer/", minutes.answer, name="answer"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/forward/", proposals.forward, name="forward"),
    path("proposals/<int:pk>/accept/", proposals.accept, name="accept"),
    path("proposals/<int:pk>/postpone/", proposals.postpone, name="postpone"),
    path("proposals/<int:pk>/reject/", proposals.reject, name="reject"),
    *urls_beside.urlpatterns,
]
