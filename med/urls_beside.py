"""The addresses beside agenda and minutes: calendar, register, year wheel, lifts, telling, training."""

from django.urls import path

from med.views import assessments, frames, lifts, planning, register, training, wheel

urlpatterns = [
    # calendar
    path("meetings/<int:pk>/invitation/", planning.invitation, name="invitation"),
    path("meetings/<int:pk>/invitation.ics", planning.invitation_file, name="invitation_file"),
    path("calendar/", planning.own_calendar, name="own_calendar"),
    path("calendar/<str:secret>.ics", planning.feed, name="feed"),
    path("bodies/<int:pk>/plan-year/", planning.series, name="series"),
    # year wheel
    path("wheel/", wheel.wheel_list, name="wheels"),
    path("bodies/<int:pk>/wheel/", wheel.wheel, name="wheel"),
    path("bodies/<int:pk>/wheel.pdf", wheel.wheel_pdf, name="wheel_pdf"),
    path("bodies/<int:pk>/duties/", wheel.duty_list, name="duties"),
    path("bodies/<int:pk>/duties/<int:duty>/agenda/", wheel.duty_on_agenda, name="duty_on_agenda"),
    path("bodies/<int:pk>/duties/<int:duty>/", wheel.duty_arrange, name="duty"),
    path("bodies/<int:pk>/duties/<int:duty>/deviation/", wheel.duty_deviate, name="duty_deviation"),
    path("bodies/<int:pk>/discussion/", assessments.begin, name="discussion_begin"),
    path("discussions/<int:pk>/", assessments.discussion, name="discussion"),
    path("discussions/<int:pk>/goals/new/", assessments.goal_new, name="goal_new"),
    path("discussions/<int:pk>/goals/<int:goal>/", assessments.goal_judge, name="goal"),
    path("discussions/<int:pk>/sign/", assessments.sign, name="discussion_sign"),
    path("discussions/<int:pk>/sheet.pdf", assessments.discussion_pdf, name="discussion_pdf"),
    path("bodies/<int:pk>/assessments/new/", assessments.assessment_new, name="assessment_new"),
    path("assessments/<int:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<int:pk>/edit/", assessments.assessment_edit, name="assessment_edit"),
    path("assessments/<int:pk>/plan.pdf", assessments.plan_pdf, name="plan_pdf"),
    path("assessments/<int:pk>/measures/new/", assessments.measure_new, name="measure_new"),
    path("measures/<int:pk>/", assessments.measure, name="measure"),
    # register
    path("decisions/", register.register, name="register"),
    path("decisions/list.<str:kind>", register.register_file, name="register_file"),
    path("guidelines/<int:pk>/", register.guideline, name="guideline"),
    path("guidelines/<int:pk>/edit/", register.guideline_edit, name="guideline_edit"),
    path("guidelines/<int:pk>/talks/", register.talks, name="talks"),
    path("guidelines/<int:pk>/hearing/", register.hearing_new, name="hearing_new"),
    path("hearings/<int:pk>/", register.hearing_answer, name="hearing_answer"),
    path("bodies/<int:pk>/guidelines/new/", register.guideline_new, name="guideline_new"),
    path("agreements/<int:pk>/", register.agreement, name="agreement"),
    path("agreements/<int:pk>/edit/", register.agreement_edit, name="agreement_edit"),
    path("agreements/<int:pk>/parties/new/", register.party_new, name="party_new"),
    path("agreements/<int:pk>/signatures/<int:number>/", register.signature, name="signature"),
    path("bodies/<int:pk>/agreements/new/", register.agreement_new, name="agreement_new"),
    # to other bodies, to staff
    path("questions/", lifts.lift_list, name="lifts"),
    path("items/<int:pk>/ask/", lifts.lift_new, name="lift_new"),
    path("questions/<int:pk>/", lifts.lift, name="lift"),
    path("questions/<int:pk>/accept/", lifts.lift_accept, name="lift_accept"),
    path("questions/<int:pk>/answer/", lifts.lift_answer, name="lift_answer"),
    path("questions/<int:pk>/decline/", lifts.lift_decline, name="lift_decline"),
    path("meetings/<int:pk>/telling/", lifts.telling_list, name="telling"),
    path("meetings/<int:pk>/telling.pdf", lifts.telling_pdf, name="telling_pdf"),
    path("items/<int:pk>/telling/", lifts.telling_new, name="telling_new"),
    path("telling/<int:pk>/", lifts.told, name="told"),
    # training
    path("training/", training.overview, name="training"),
    path("training/overview.pdf", training.overview_pdf, name="training_pdf"),
    path("training/new/", training.record_new, name="training_new"),
    path("training/<int:pk>/", training.record, name="training_record"),
    path("training/<int:pk>/offers/new/", training.offer_new, name="offer_new"),
    path("training/<int:pk>/offers/<int:number>/answer/", training.offer_answer, name="offer_answer"),
    path("training/<int:pk>/offers/<int:number>/complete/", training.offer_complete, name="offer_complete"),
    # TRIO
    path("bodies/<int:pk>/frame/", frames.frame, name="frame"),
    path("frames/<int:pk>/sign/", frames.frame_sign, name="frame_sign"),
]
