"""What the workplace does: talk, next of kin, crisis help, police, EASY, Safetynet, calls, briefing, return."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField, EncryptedTextField
from core.models import Person
from core.options import OptionField
from incidents.choices import SYSTEMS
from incidents.models.incident import Incident


class Logged(models.Model):
    """Carry who wrote it and when."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Talk(Logged):
    """A talk before going home, or the offer of a joint talk (INC-26, INC-27)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="talks")
    kind = models.CharField(max_length=10, choices=[("first", _("Talt igennem")), ("joint", _("Fælles snak"))])
    held_at = models.DateTimeField(_("hvornår"), null=True, blank=True)
    held_with = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sammen med")
    )
    home_with = models.CharField(_("følges hjem med"), max_length=120, blank=True)
    transport = models.CharField(_("hvordan hjem"), max_length=120, blank=True)
    wish = models.CharField(
        _("ønske"),
        max_length=8,
        blank=True,
        choices=[("all", _("Med alle kolleger")), ("some", _("Med nogle få")), ("no", _("Nej tak"))],
    )
    on = models.DateField(_("dato"), null=True, blank=True)


class KinContact(Logged):
    """Whether the relatives were called, or not wished (INC-22 no. 4, R-06)."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="kin_contact")
    outcome = models.CharField(
        _("resultat"),
        max_length=12,
        choices=[
            ("contacted", _("Der er ringet")),
            ("no_answer", _("Ingen svarede")),
            ("not_wished", _("Medarbejderen ønskede det ikke")),
        ],
    )
    contacted_at = models.DateTimeField(_("hvornår"), null=True, blank=True)
    spoke_with = EncryptedTextField(_("hvem der blev talt med"), max_length=120, blank=True)


class CrisisState(models.TextChoices):
    """The life of crisis help (language.md 2.6)."""

    NOT_ORDERED = "not_ordered", _("Ikke bestilt")
    ORDERED = "ordered", _("Bestilt")
    DATED = "dated", _("Første samtale aftalt")
    HELD = "held", _("Første samtale holdt")
    NOT_HELD = "not_held", _("Ikke holdt")


class CrisisHelp(models.Model):
    """The order of psychological help. Dates and practical facts only; nothing of what is said is ever stored (INC-46–50)."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="crisis_help")
    state = models.CharField(max_length=12, choices=CrisisState.choices, default=CrisisState.NOT_ORDERED)
    track = models.CharField(
        _("hvad er der brug for"),
        max_length=1,
        blank=True,
        choices=[
            ("a", _("En eller få medarbejdere har det svært")),
            ("b", _("Der er sket noget voldsomt")),
        ],
    )
    reasons = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    requisition = EncryptedJSONField(default=dict)  # the eight fields of INC-47
    firm = models.CharField(_("firma"), max_length=80, blank=True)
    ordered_at = models.DateTimeField(_("bestilt"), null=True)
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ordered_as_leader = models.BooleanField(default=True)
    tried = models.CharField(_("hvem er der prøvet at ringe til"), max_length=200, blank=True)
    spoke_with = models.CharField(_("talte med"), max_length=120, blank=True)
    call_back_at = models.DateTimeField(_("ringer tilbage"), null=True, blank=True)
    first_talk_at = models.DateTimeField(_("første samtale"), null=True, blank=True)
    reason_not_held = EncryptedTextField(_("hvorfor blev samtalen ikke holdt"), max_length=1000, blank=True)
    planned = models.PositiveSmallIntegerField(_("aftalt antal samtaler"), null=True, blank=True)
    held = models.PositiveSmallIntegerField(_("holdte samtaler"), default=0)
    more_asked_on = models.DateField(_("flere samtaler ønsket"), null=True, blank=True)
    more_accepted = models.CharField(max_length=3, blank=True)
    workplace_meeting_on = models.DateField(_("arbejdspladsmøde"), null=True, blank=True)
    return_plan_on = models.DateField(_("plan for at komme tilbage"), null=True, blank=True)
    on_site_asked_at = models.DateTimeField(_("hjælp på stedet bestilt"), null=True, blank=True)  # INC-51
    on_site_at = models.DateTimeField(_("hjælpen kom"), null=True, blank=True)
    extra_fee = models.CharField(_("akut- eller hastetillæg"), max_length=120, blank=True)
    cost_accepted = models.BooleanField(_("udgiften er godkendt"), default=False)  # INC-52
    cost_account = models.CharField(_("konto"), max_length=60, blank=True)
    cost_accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    cost_accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["dated", "held"]) | models.Q(first_talk_at__isnull=False),
                name="first_talk_has_a_date",
            ),
        ]


class Session(models.Model):
    """One dated session of individual supervision: three, the leader in the last (INC-54, Q14).

    Talks with the psychologist are counted on CrisisHelp and never dated here, but for the first (INC-50).
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(_("hvornår"), null=True, blank=True)
    leader_attends = models.BooleanField(_("lederen er med"), default=False)
    held = models.CharField(max_length=3, blank=True)
    follow_up = models.CharField(_("aftalt i hverdagen"), max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="session_once")]


class PoliceState(models.TextChoices):
    """The life of a police report (language.md 2.6)."""

    UNDECIDED = "undecided", _("Ikke besluttet")
    TO_REPORT = "to_report", _("Skal anmeldes")
    REPORTED = "reported", _("Anmeldt")
    NOT_REPORTED = "not_reported", _("Anmeldes ikke")


class PoliceReport(models.Model):
    """The leader's decision and its result (INC-40). »No« needs a reason in category A."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="police")
    state = models.CharField(max_length=14, choices=PoliceState.choices, default=PoliceState.UNDECIDED)
    reason = EncryptedTextField(_("begrundelse"), max_length=2000, blank=True)
    affected_view = EncryptedTextField(_("medarbejderens mening"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(_("anmeldt"), null=True, blank=True)
    reported_by = models.CharField(_("anmeldt af"), max_length=120, blank=True)
    district = models.CharField(_("politikreds"), max_length=80, blank=True)
    journal_number = EncryptedTextField(_("politiets journalnummer"), max_length=60, blank=True)
    charge = EncryptedTextField(_("hvad er anmeldt"), max_length=200, blank=True)
    note_received_on = models.DateField(_("politiets notat modtaget"), null=True, blank=True)


class InjuryReport(models.Model):
    """The report of the work injury in EASY: tracked here, made there (INC-41)."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="injury")
    insurance_told_on = models.DateField(_("fortalt om voldsskadeforsikring"), null=True, blank=True)
    doctor_seen_on = models.DateField(_("været ved lægen"), null=True, blank=True)
    reported_on = models.DateField(_("anmeldt i EASY"), null=True, blank=True)
    receipt = models.CharField(_("kvitteringsnummer"), max_length=60, blank=True)
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")


class SafetynetEntry(Logged):
    """That the incident stands in Safetynet too (INC-42)."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="safetynet")
    number = models.CharField(_("nummer i Safetynet"), max_length=40)
    entered_on = models.DateField(_("dato"))
    helped_by_safety_rep = models.BooleanField(_("AMR hjalp"), default=False)


class DepartmentCall(Logged):
    """A call to the management of another department (INC-59). The CPR number is spoken, never stored."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="department_calls")
    department = models.CharField(_("afdeling"), max_length=120)
    called = models.CharField(_("talte med"), max_length=120)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    called_at = models.DateTimeField(_("hvornår"))
    staff_informed = models.BooleanField(_("lederen giver relevante medarbejdere besked"), default=False)


class Briefing(Logged):
    """The gathering of the department (INC-60)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="briefings")
    held_at = models.DateTimeField(_("hvornår"))
    held_by = models.CharField(_("holdt af"), max_length=120)
    present = models.PositiveSmallIntegerField(_("hvor mange var med"))
    points = EncryptedTextField(_("hvad blev der sagt"), max_length=4000, blank=True)


class ReturnInitiative(Logged):
    """Something done to make the way back good (INC-55)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="return_initiatives")
    initiative = EncryptedTextField(_("hvad gør vi"), max_length=1000)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til og med"), null=True, blank=True)
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("ansvarlig"))
    follow_up_on = models.DateField(_("følges op"), null=True, blank=True)


class SystemReference(Logged):
    """Something of the case that stands in another system, under a reference (GEN-24). Nothing is sent there from here."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="system_references")
    system = OptionField(_("system"), options=SYSTEMS, max_length=16)
    reference = models.CharField(_("henvisning"), max_length=80, blank=True)
    on = models.DateField(_("lagt der den"))

    class Meta:
        ordering = ["-on", "-pk"]
