"""Lists of senior: kinds of rights, options, states. Codes are English, what people read is Danish (language.md 2.6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """What a rule gives (SEN-02, -10, -15 to -17). Several ages are several rights (Q1)."""

    TALK = "talk", _("Tilbud om seniorsamtale")
    DAYS = "days", _("Seniordage")
    BONUS = "bonus", _("Seniorbonus")
    SENIOR_POSITION = "senior_position", _("Seniorstilling")
    GENERATION_CHANGE = "generation_change", _("Generationsskifteordning")
    RETIREMENT = "retirement", _("Fratrædelsesordning")
    RETENTION_BONUS = "retention_bonus", _("Fastholdelsesbonus")


class CountsFrom(models.TextChoices):
    """What an age means (SEN-11)."""

    CALENDAR_YEAR = "calendar_year", _("Fra det kalenderår, hvor alderen nås")
    BIRTHDAY = "birthday", _("Fra fødselsdagen")


class Audience(models.TextChoices):
    """Whom a rule is for."""

    EVERYONE = "everyone", _("Alle")
    LEADERS = "leaders", _("Kun ledere")


class Conversion(models.TextChoices):
    """What a year's right can be taken as (SEN-12)."""

    DAYS = "days", _("Seniordage")
    BONUS = "bonus", _("Bonus")
    PENSION = "pension", _("Pension")
    COURSE = "course", _("Selvvalgt kursus")


class OfferState(models.TextChoices):
    """The life of an offer. »Over« keeps no answer: the round has ended (SEN-01)."""

    TO_BE_OFFERED = "to_be_offered", _("Skal tilbydes")
    OFFERED = "offered", _("Tilbudt")
    YES = "yes", _("Ja")
    NO_THANKS = "no_thanks", _("Nej tak")
    LATER = "later", _("Senere")
    OVER = "over", _("Runden er slut")


class TalkState(models.TextChoices):
    """The life of a talk."""

    WANTED = "wanted", _("Skal aftales")
    PLANNED = "planned", _("Aftalt")
    HELD = "held", _("Holdt")
    CONFIRMED = "confirmed", _("Bekræftet af begge")
    CANCELLED = "cancelled", _("Ikke holdt")


class Option(models.TextChoices):
    """The same menu for every leader (SEN-05, SEN-07); free text is always possible."""

    FLEXIBLE_TIME = "flexible_time", _("Fleksibel tid")
    LESS_TIME = "less_time", _("Ned i tid")
    BETTER_TIME = "better_time", _("Bedre tid")
    OTHER = "other", _("Andet")


class Outcome(models.TextChoices):
    """What became of an option in the talk."""

    DISCUSSED = "discussed", _("Drøftet")
    CHOSEN = "chosen", _("Valgt")
    REFUSED = "refused", _("Afslag")


class AgreementKind(models.TextChoices):
    """Four kinds of agreement, one form (P-34)."""

    EFFORT = "effort", _("Senioraftale")
    SENIOR_POSITION = "senior_position", _("Seniorstilling")
    GENERATION_CHANGE = "generation_change", _("Generationsskifte")
    RETIREMENT = "retirement", _("Fratrædelsesordning")


class AgreementState(models.TextChoices):
    """The life of an agreement (SEN-06)."""

    DRAFT = "draft", _("Kladde")
    WITH_UNION_REP = "with_union_rep", _("Til TR")
    TO_SIGN = "to_sign", _("Til underskrift")
    AGREED = "agreed", _("Aftalt")
    IN_FORCE = "in_force", _("I kraft")
    UNDER_EVALUATION = "under_evaluation", _("Evalueres")
    ENDED = "ended", _("Ophørt")
    REFUSED = "refused", _("Afslag")


OPEN_AGREEMENT = ("draft", "with_union_rep", "to_sign", "agreed", "in_force", "under_evaluation")
UNSIGNED = ("draft", "with_union_rep", "to_sign")
RUNNING = ("in_force", "under_evaluation")


class Party(models.TextChoices):
    """Who signs."""

    EMPLOYEE = "employee", _("Medarbejder")
    LEADER = "leader", _("Leder")
    UNION = "union", _("TR eller kreds")


class UnionParty(models.TextChoices):
    """Who agrees to changed terms, as the union has delegated it (SEN-18)."""

    UNION_REP = "union_rep", _("TR")
    BRANCH = "branch", _("Kredsen")


class EvaluationOutcome(models.TextChoices):
    """What an evaluation ends with (SEN-08)."""

    CONTINUE = "continue", _("Aftalen fortsætter")
    CHANGE = "change", _("Aftalen skal ændres")
    END = "end", _("Aftalen slutter")


class Function(models.TextChoices):
    """A function that goes with an agreement (SEN-21)."""

    MENTOR = "mentor", _("Mentor for nye kolleger")
    KNOWLEDGE_PERSON = "knowledge_person", _("Vidensperson")


class ConversationKind(models.TextChoices):
    """Talks that everyone has (GEN-32, GEN-33)."""

    ONE_TO_ONE = "one_to_one", _("1 til 1-samtale")
    DEVELOPMENT_TALK = "development_talk", _("MUS")


class ConversationForm(models.TextChoices):
    """How the yearly talk is held (GEN-33)."""

    INDIVIDUAL = "individual", _("Individuel")
    TEAM = "team", _("For gruppen")


class RedistributionState(models.TextChoices):
    """The life of a request to move a case or a task (GEN-42)."""

    ASKED = "asked", _("Sendt")
    MOVED = "moved", _("Flyttet")
    PARTLY = "partly", _("Delvist flyttet")
    KEPT = "kept", _("Bliver, med hjælp")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")
