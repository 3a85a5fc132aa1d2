"""The pages to measure, and who opens them."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse

from core.models import Role
from incidents.models import Incident
from med.models import Body
from onboarding.models import Course
from senior.models import SeniorTalk


def session_of(person):
    """Return a cookie of a signed-in session; »-« for nobody."""
    if person is None:
        return "-"
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
    )
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def PAGES():  # noqa: N802
    """Return [(name, person or None, path)]."""
    case = Incident.objects.filter(state="in_progress").select_related("responsible", "affected").order_by("pk").first()
    leader, hr = case.responsible, Role.objects.filter(kind="hr").first().person
    body = Body.objects.filter(kind="lokal_med").order_by("pk").first()
    chair = body.seats.get(function="chair").person
    coming, past = body.meetings.get(state="agenda_open"), body.meetings.filter(state="published").first()
    top = Body.objects.get(kind="hoved_med")
    director, search = top.seats.get(function="chair").person, reverse("med:register") + "?q="
    course = Course.objects.filter(state="learning").select_related("leader").order_by("pk").first()
    talk = SeniorTalk.objects.filter(state="planned").select_related("person").order_by("pk").first()
    return [
        ("Min side", leader, reverse("core:desk")),
        ("Hjælp nu", leader, reverse("core:help_now")),
        ("Hjælp nu, uden login", None, reverse("core:help_now_at", args=[case.site_id])),
        ("Meld hændelse", case.affected, reverse("incidents:report")),
        ("Hændelser, leder", leader, reverse("incidents:list")),
        ("Hændelser, HR", hr, reverse("incidents:list")),
        ("En hændelse", leader, reverse("incidents:incident", args=[case.pk])),
        ("Sanktioner", leader, reverse("incidents:register")),
        ("Tal", hr, reverse("incidents:statistics")),
        ("Overblik", leader, reverse("incidents:overview")),
        ("Forebyggelse", leader, reverse("incidents:prevention")),
        ("Sparring", leader, reverse("incidents:sparring")),
        ("Metoder", leader, reverse("incidents:methods")),
        ("Belastning, teamets tal", leader, reverse("incidents:strain_numbers")),
        ("Kontakter", leader, reverse("core:contacts")),
        ("Min profil", leader, reverse("core:profile")),
        ("MED, overblik", chair, reverse("med:overview")),
        ("Udvalg", chair, reverse("med:bodies")),
        ("Et udvalg", chair, reverse("med:body", args=[body.pk])),
        ("Et møde", chair, reverse("med:meeting", args=[coming.pk])),
        ("Et punkt", chair, reverse("med:item", args=[coming.treatments.first().pk])),
        ("Et referat", chair, reverse("med:meeting", args=[past.pk])),
        ("Referater", chair, reverse("med:minutes_list")),
        ("Et emne i udvalget", chair, reverse("med:topic", args=[coming.treatments.first().topic_id])),
        ("Beslutninger, alle", chair, reverse("med:register")),
        ("Beslutninger, søgning", chair, search + "hjemmearbejde"),
        ("Beslutninger, Hoved-MED", director, search + "ro+samtaler"),
        ("Retningslinjer, søgning", chair, search + "borgere&tab=guidelines"),
        ("Hoved-MED, overblik", director, reverse("med:overview")),
        ("Hoved-MED, udvalget", director, reverse("med:body", args=[top.pk])),
        ("Et årshjul", chair, reverse("med:wheel", args=[body.pk])),
        ("Alle årshjul, HR", hr, reverse("med:wheels")),
        ("Årets opgaver", chair, reverse("med:duties", args=[body.pk])),
        ("Planlæg året", chair, reverse("med:series", args=[body.pk])),
        ("Min kalender", chair, reverse("med:own_calendar")),
        ("Begivenheder", chair, reverse("med:events")),
        ("Spørgsmål", director, reverse("med:lifts")),
        ("Uddannelse, HR", hr, reverse("med:training")),
        ("Introduktioner, HR", hr, reverse("onboarding:list")),
        ("En introduktion", course.leader, reverse("onboarding:course", args=[course.pk])),
        ("Skema", course.leader, reverse("onboarding:schedule", args=[course.pk])),
        ("Et punkt på tjeklisten", course.leader, reverse("onboarding:item", args=[course.items.first().pk])),
        ("Min introduktion", course.person, reverse("onboarding:mine")),
        ("Mentor", course.mentor, reverse("onboarding:mentor")),
        ("Statusmøder", course.mentor, reverse("onboarding:meetings", args=[course.pk])),
        ("Et statusmøde", course.mentor, reverse("onboarding:meeting", args=[course.meetings.first().pk])),
        ("Senior, HR", hr, reverse("senior:hr")),
        ("Senior, personer", hr, reverse("senior:people")),
        ("Senior, min side", talk.person, reverse("senior:overview")),
        ("En seniorsamtale", talk.person, reverse("senior:talk", args=[talk.pk])),
    ]
