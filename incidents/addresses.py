"""The addresses beside the case: strain, statements, what is public, prevention, overview. English; no content in them."""

from django.urls import path

from incidents.views import burden, learning, online, overview
from incidents.views import lone as lone_pages
from incidents.views import media as media_pages
from incidents.views import plan as plan_pages
from incidents.views import prevention as prevention_pages
from incidents.views import sparring as sparring_pages
from incidents.views import statements as statement_pages
from incidents.views import strain as strain_pages
from incidents.views import systems as system_pages
from incidents.views import walks as walk_pages

BESIDE = [
    # strain
    path("strain/", strain_pages.strain, name="strain"),
    path("strain/new/", strain_pages.strain_new, name="strain_new"),
    path("strain/numbers/", strain_pages.strain_numbers, name="strain_numbers"),
    path("strain/numbers/<int:pk>/", strain_pages.strain_numbers, name="strain_numbers_of"),
    path("strain/<int:pk>/", strain_pages.strain_day, name="strain_day"),
    path("strain/<int:pk>/choose/", strain_pages.strain_choose, name="strain_choose"),
    path("strain/<int:pk>/delete/", strain_pages.strain_delete, name="strain_delete"),
    path("strain/<int:pk>/talk/", strain_pages.strain_talk, name="strain_talk"),
    path("strain/episodes/<int:pk>/promote/", strain_pages.strain_promote, name="strain_promote"),
    # what a colleague saw
    path("<int:pk>/statements/ask/", statement_pages.statement_ask, name="statement_ask"),
    path("statements/<int:pk>/", statement_pages.statement, name="statement"),
    # named on the net, the press, complaints, claims
    path("online/", online.online, name="online"),
    path("<int:pk>/naming/", online.naming, name="naming"),
    path("naming/<int:pk>/", online.naming_page, name="naming_page"),
    path("naming/<int:pk>/tell/", online.naming_tell, name="naming_tell"),
    path("press/", prevention_pages.press, name="press"),
    path("media/", media_pages.media, name="media"),
    path("media/new/", media_pages.media_new, name="media_new"),
    path("media/<int:pk>/", media_pages.media_case, name="media_case"),
    path("media/<int:pk>/log.pdf", media_pages.media_pdf, name="media_pdf"),
    path("media/<int:pk>/edit/", media_pages.media_edit, name="media_edit"),
    path("media/<int:pk>/tick/", media_pages.media_tick, name="media_tick"),
    path("media/<int:pk>/move/", media_pages.media_move, name="media_move"),
    path("media/promises/<int:pk>/given/", media_pages.media_news, name="media_news"),
    path("complaints/", burden.complaints, name="complaints"),
    path("complaints/<int:pk>/", burden.complaints, name="complaints_of"),
    path("<int:pk>/systems/", system_pages.systems, name="systems"),
    path("<int:pk>/compensation/", burden.compensation, name="compensation"),
    # prevention
    path("prevention/", prevention_pages.prevention, name="prevention"),
    path("prevention/alarms/", prevention_pages.alarms, name="alarms"),
    path("prevention/near-misses/", prevention_pages.near_misses, name="near_misses"),
    path("prevention/near-misses/<int:pk>/", prevention_pages.near_miss, name="near_miss"),
    path("prevention/courses/", prevention_pages.courses, name="courses"),
    path("prevention/courses/<int:pk>/", prevention_pages.course, name="course"),
    path("prevention/tone/", prevention_pages.concern_new, name="concern_new"),
    path("prevention/tone/<int:pk>/", prevention_pages.concern, name="concern"),
    path("prevention/calls/", prevention_pages.calls, name="calls"),
    path("prevention/calls/<int:pk>/done/", prevention_pages.call_done, name="call_done"),
    path("prevention/methods/", prevention_pages.methods, name="methods"),
    path("prevention/walks/", walk_pages.walks, name="walks"),
    path("prevention/sites/<int:pk>/walks/", walk_pages.walks, name="walks_of"),
    path("prevention/sites/<int:pk>/walks/begin/", walk_pages.walk_begin, name="walk_begin"),
    path("prevention/sites/<int:pk>/points/", walk_pages.walk_point, name="walk_point"),
    path("prevention/points/<int:pk>/out/", walk_pages.walk_point_out, name="walk_point_out"),
    path("prevention/walks/<int:pk>/", walk_pages.walk, name="walk"),
    path("prevention/walks/<int:pk>/walk.pdf", walk_pages.walk_pdf, name="walk_pdf"),
    path("prevention/walks/measures/<int:pk>/", walk_pages.walk_measure, name="walk_measure"),
    path("prevention/alone/", lone_pages.lone_list, name="lone_list"),
    path("prevention/alone/<int:pk>/", lone_pages.lone, name="lone"),
    path("prevention/alone/<int:pk>/act/", lone_pages.lone_act, name="lone_act"),
    path("learning/offer/", learning.learning_offer, name="learning_offer"),
    path("sparring/", sparring_pages.sparring, name="sparring"),
    path("sparring/<int:pk>/", sparring_pages.sparring_slot, name="sparring_slot"),
    path("sparring/<int:pk>/end/", sparring_pages.sparring_end, name="sparring_end"),
    path("sparring/<int:pk>/sparring.ics", sparring_pages.sparring_file, name="sparring_file"),
    # overview, what goes to LokalMED, favourite plan and action cards
    path("overview/", overview.overview, name="overview"),
    path("overview/overview.pdf", overview.overview_pdf, name="overview_pdf"),
    path("overview/offer/", overview.overview_offer, name="overview_offer"),
    path("overview/proposals/", overview.proposals, name="proposals"),
    path("plan/<int:pk>/favourite/", plan_pages.plan_favourite, name="plan_favourite"),
    path("plan/<int:pk>/cards/<int:site_id>/<slug:role>.pdf", plan_pages.plan_card, name="plan_card"),
]
