"""The addresses beside agenda and minutes: calendar, register, year wheel, lifts, telling, training."""

from django.urls import path

from med.views import planning

urlpatterns = [
    # calendar
    path("meetings/<int:pk>/invitation/", planning.invitation, name="invitation"),
    path("meetings/<int:pk>/invitation.ics", planning.invitation_file, name="invitation_file"),
    path("calendar/", planning.own_calendar, name="own_calendar"),
    path("calendar/<str:secret>.ics", planning.feed, name="feed"),
    path("bodies/<int:pk>/plan-year/", planning.series, name="series"),
]
