"""Exposed in public: named on the net, a case in the press, complaints that weigh (INC-74 to INC-78)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person, Unit
from incidents.models.incident import Incident
from incidents.queries import MediaCaseQuerySet, NamingQuerySet


class Naming(models.Model):
    """Where and how an employee is named, filmed or tagged. Communications may see this row and nothing of the case."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="naming")
    medium = models.CharField(
        _("hvor"),
        max_length=12,
        choices=[
            ("facebook", "Facebook"),
            ("instagram", "Instagram"),
            ("tiktok", "TikTok"),
            ("youtube", "YouTube"),
            ("x", "X"),
            ("linkedin", "LinkedIn"),
            ("site", _("En hjemmeside eller blog")),
            ("group", _("En lukket gruppe eller chat")),
            ("press", _("Avis, radio eller tv")),
            ("other", _("Et andet sted")),
        ],
    )
    how = ArrayField(models.CharField(max_length=8), default=list, verbose_name=_("hvordan"))
    address = EncryptedTextField(_("adressen på opslaget"), max_length=1000, blank=True)
    account = EncryptedTextField(_("kontoens navn"), max_length=200, blank=True)
    seen_at = models.DateTimeField(_("set hvornår"))
    spread = models.CharField(
        _("hvor mange kan se det"),
        max_length=8,
        blank=True,
        choices=[
            ("few", _("Få personer")),
            ("group", _("En gruppe")),
            ("open", _("Alle")),
            ("unknown", _("Ved ikke")),
        ],
    )
    wish = EncryptedTextField(_("hvad ønsker du selv"), max_length=2000, blank=True)
    communications_told_at = models.DateTimeField(_("kommunikation har fået besked"), null=True)
    communications_told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    takedown_asked_on = models.DateField(_("bedt om at få det fjernet"), null=True, blank=True)
    takedown_asked_by = models.CharField(_("hvem bad om det"), max_length=120, blank=True)
    removed_on = models.DateField(_("fjernet"), null=True, blank=True)

    objects = NamingQuerySet.as_manager()


class NamingHow(models.TextChoices):
    """What was done."""

    NAMED = "named", _("Nævnt med navn")
    FILMED = "filmed", _("Filmet eller fotograferet")
    TAGGED = "tagged", _("Tagget")
    SHARED = "shared", _("Privat oplysning delt")


class MediaCase(models.Model):
    """A light log for a matter that the press may ask about: before, during, after."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("afdeling"))
    state = models.CharField(
        max_length=8,
        default="before",
        choices=[
            ("before", _("På vej")),
            ("during", _("I medierne")),
            ("after", _("Eftertid")),
            ("closed", _("Lukket")),
        ],
    )
    title = EncryptedTextField(_("kort titel"), max_length=120)
    about = EncryptedTextField(_("hvad kan den handle om"), max_length=4000, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("ansvarlig leder"))
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    with_communications = models.BooleanField(_("kommunikation er med"), default=False)
    exposed = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("berørte medarbejdere"))
    spokesperson = models.CharField(_("hvem udtaler sig"), max_length=120, blank=True)
    process = EncryptedTextField(_("det gør vi nu"), max_length=2000, blank=True)
    guidance = EncryptedTextField(_("til medarbejderne"), max_length=4000, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = MediaCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_media_case_has_a_time"
            )
        ]

    def __str__(self):
        return f"Mediesag {self.pk}"


class MediaEntry(models.Model):
    """One line of the log: a point of the list that was done, or a note."""

    case = models.ForeignKey(MediaCase, on_delete=models.CASCADE, related_name="entries")
    code = models.CharField(max_length=20, blank=True)  # a point of the list; empty for a note
    text = EncryptedTextField(_("note"), max_length=4000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], condition=~Q(code=""), name="media_point_once")]


class MediaPromise(models.Model):
    """A promise of news by a moment, which the owner is reminded of (INC-76, R-22)."""

    case = models.ForeignKey(MediaCase, on_delete=models.CASCADE, related_name="promises")
    to_whom = models.CharField(_("til hvem"), max_length=120)
    due_at = models.DateTimeField(_("hvornår"))
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("hvem giver nyt"))
    kept_at = models.DateTimeField(_("givet"), null=True)

    class Meta:
        ordering = ["due_at", "pk"]


class ComplaintCount(models.Model):
    """How many complaints a team carries in a month, and the support that is agreed (INC-78). No names, no cases."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="complaint_counts")
    month = models.DateField(_("måned"))  # its first day
    number = models.PositiveSmallIntegerField(_("åbne klager"))
    causes = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("typiske årsager"))
    support = models.CharField(_("aftalt støtte"), max_length=400, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-month", "unit_id"]
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="complaints_once_a_month")]


class ComplaintCause(models.TextChoices):
    """Typical causes (INC-78)."""

    NOTICE = "notice", _("Underretning")
    CARE = "care", _("Afslag på døgnbehandling")
    MEDICINE = "medicine", _("Afslag på medicin")
    ADULT = "adult", _("Overgang til voksenlivet")
    OTHER = "other", _("Andet")


class Compensation(models.Model):
    """A claim after an incident: injury or damage, to whom it was sent, how it went (INC-44)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="compensations")
    kind = models.CharField(
        _("hvad drejer det sig om"),
        max_length=8,
        choices=[("injury", _("Personskade")), ("damage", _("Tingskade eller hærværk"))],
    )
    what = EncryptedTextField(_("hvad er der sket med"), max_length=500)
    amount = models.PositiveIntegerField(_("beløb i kroner"), null=True, blank=True)
    sent_to = models.CharField(_("sendt til"), max_length=160, blank=True)
    sent_on = models.DateField(_("sendt den"), null=True, blank=True)
    result = models.CharField(_("svar"), max_length=300, blank=True)
    answered_on = models.DateField(_("svar den"), null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
