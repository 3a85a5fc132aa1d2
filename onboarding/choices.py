"""The closed lists of onboarding, with their Danish labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The life of a course (language.md 2.6)."""

    PREPARATION = "preparation", _("Forberedelse")
    START = "start", _("Opstart")
    LEARNING = "learning", _("Læring")
    CLOSING = "closing", _("Afslutning")
    CLOSED = "closed", _("Afsluttet")
    CANCELLED = "cancelled", _("Aflyst")


RUNNING = (State.PREPARATION, State.START, State.LEARNING, State.CLOSING)


class Experience(models.TextChoices):
    """What the newcomer brings."""

    NEWLY_QUALIFIED = "newly_qualified", _("Nyuddannet")
    NEWLY_HIRED = "newly_hired", _("Nyansat")
    EXPERIENCED = "experienced", _("Erfaren")


class Terms(models.TextChoices):
    """On which terms the newcomer works here."""

    ORDINARY = "ordinary", _("Almindelig ansættelse")
    SPECIAL = "special", _("Særlige vilkår")
    WAGE_SUBSIDY = "wage_subsidy", _("Løntilskud")
    TEMP = "temp", _("Vikar")
    STUDENT = "student", _("Studerende")


class Phase(models.TextChoices):
    """The six phases of the checklist (ONB-02)."""

    BEFORE_START = "before_start", _("Inden start")
    FIRST_DAY = "first_day", _("Første dag")
    FIRST_WEEK = "first_week", _("Første uge")
    FIRST_MONTH = "first_month", _("Første måned")
    THREE_MONTHS = "three_months", _("Resten af introduktionen")
    FIRST_YEAR = "first_year", _("Første år")


class MeetingState(models.TextChoices):
    """The life of a status meeting (language.md 2.6)."""

    PLANNED = "planned", _("Planlagt")
    HELD = "held", _("Holdt")
    MOVED = "moved", _("Flyttet")
    CANCELLED = "cancelled", _("Aflyst")


class LetterState(models.TextChoices):
    """The life of a welcome letter."""

    DRAFT = "draft", _("Kladde")
    RELEASED = "released", _("Frigivet")
    SENT = "sent", _("Sendt")


class PackKind(models.TextChoices):
    """What a pack is for."""

    EVERYONE = "everyone", _("Alle")
    UNIT = "unit", _("Afdeling")
    JOB = "job", _("Job")
    EXPERIENCE = "experience", _("Erfaring")
    TERMS = "terms", _("Vilkår")
    OPTIONAL = "optional", _("Kan tages med")


class Need(models.TextChoices):
    """The four kinds of learning needs (ONB-17)."""

    PROFESSIONAL = "professional", _("Faglige behov")
    SOCIAL = "social", _("Sociale behov")
    PRACTICAL = "practical", _("Praktiske behov")
    ORGANISATIONAL = "organisational", _("Organisatoriske behov")


class Method(models.TextChoices):
    """Ways to learn, from teacher-led to learner-led (ONB-18)."""

    INSTRUCTION = "instruction", _("Direkte instruktion og vejledning")
    SHADOWING = "shadowing", _("Følordning")
    SIDE_BY_SIDE = "side_by_side", _("Sidemandsoplæring")
    SPARRING = "sparring", _("Sparring")
    SHARED_CASES = "shared_cases", _("Fælles sager i en periode")


class PaperKind(models.TextChoices):
    """The forms that two or three people fill in together."""

    PREPARATION = "preparation", _("Forberedelse")
    ALIGNMENT = "alignment", _("Forventningsafstemning")
    FOLLOW_UP_1 = "follow_up_1", _("Opfølgningssamtale, første måned")
    FOLLOW_UP_3 = "follow_up_3", _("Opfølgningssamtale til sidst")
    EVALUATION = "evaluation", _("Evaluering af introduktionsordningen")
    AGREEMENT = "agreement", _("Samarbejdsaftale for mentor og mentee")


class CompetenceKind(models.TextChoices):
    """What kind of competence something is (GEN-70)."""

    KNOWLEDGE = "knowledge", _("Faglig viden")
    SKILL = "skill", _("Faglig kunnen")
    IDENTITY = "identity", _("Faglig identitet og motivation")
    RELATIONAL = "relational", _("Relationel kompetence")
    PERSONAL = "personal", _("Personlig kompetence")


class Education(models.TextChoices):
    """Basic educations (GEN-70)."""

    SOCIAL_WORKER = "social_worker", _("Socialrådgiver")
    SOCIAL_OFFICER = "social_officer", _("Socialformidler")
    ADMINISTRATION = "administration", _("Administrationsbachelor")
    OFFICE = "office", _("Kontoruddannet")
    LIBRARIAN = "librarian", _("Bibliotekar")
    OTHER = "other", _("En anden")
