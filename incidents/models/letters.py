"""Letters to citizens: built from blocks, edited by the leader, approved, frozen, sent, filed (INC-79–87)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import calendar
from core.crypto import EncryptedJSONField, EncryptedTextField
from core.models import Document, Person
from incidents.models.incident import Incident
from incidents.models.sanctions import Sanction
from incidents.queries import LetterQuerySet


class LetterType(models.Model):
    """One kind of letter. Its heading, its blocks and their order are an edition (incidents/letters/library.py)."""

    code = models.CharField(max_length=24, unique=True)
    title = models.CharField(_("brev"), max_length=120)
    pdf = models.CharField(max_length=8)
    use_for = models.JSONField(default=list)
    measure = models.CharField(max_length=24, blank=True)
    is_formal_decision = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.title


class LetterField(models.Model):
    """One placeholder that blocks may hold; anything else in braces is refused (E-16)."""

    name = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    help = models.CharField(max_length=200, blank=True)
    example = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)
    form = models.CharField(max_length=10, default="text")  # text, date, phone, lines, sentence
    source = models.CharField(max_length=10, default="leader")  # auto or leader

    class Meta:
        ordering = ["kind", "name"]


class LetterDecision(models.Model):
    """Whether a letter is sent: talked over with the affected, decided by the leader (INC-39). One for each incident."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="letter_decision")
    talked_on = models.DateField(_("talt med den ramte den"), null=True, blank=True)
    affected_view = EncryptedTextField(_("den ramtes mening"), max_length=2000, blank=True)
    viewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )  # who wrote the view down
    send = models.BooleanField(_("skal der sendes et brev"), null=True)
    reason = EncryptedTextField(_("begrundelse"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(send__isnull=True) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="letter_decision_has_a_leader",
            ),
        ]


class LetterState(models.TextChoices):
    """The life of a letter (INC-84)."""

    DRAFT = "draft", _("Kladde")
    PENDING = "pending", _("Til godkendelse")
    APPROVED = "approved", _("Godkendt")
    PRINTED = "printed", _("PDF dannet")
    SENT = "sent", _("Sendt")
    FILED = "filed", _("Journaliseret")
    REPLACED = "replaced", _("Erstattet af ny version")


class Letter(models.Model):
    """One version of one letter. `blocks` is a list of {"code", "text", "on"}; `fields` what was filled in."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="letters")
    type = models.ForeignKey(LetterType, on_delete=models.PROTECT, related_name="+")
    sanction = models.ForeignKey(Sanction, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    edit = models.PositiveIntegerField(default=1)  # counts saves, for two people writing
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    to_several = models.BooleanField(_("til flere"), default=False)
    heading = EncryptedTextField(max_length=200)
    blocks = EncryptedJSONField(default=list)
    fields = EncryptedJSONField(default=dict)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    texts_at = models.DateTimeField(default=calendar.now)  # the standard words are those that held then
    sent_back_reason = EncryptedTextField(max_length=2000, blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_html = EncryptedTextField(blank=True)  # the frozen text, exactly as approved
    approved_hash = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(_("sendt den"), null=True, blank=True)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    sent_how = models.CharField(
        _("sendt med"),
        max_length=14,
        blank=True,
        choices=[("digital_post", _("Digital Post")), ("letter", _("Brev")), ("by_hand", _("Afleveret"))],
    )
    case_number = models.CharField(_("sagsnummer"), max_length=40, blank=True)
    filed_on = models.DateField(_("journaliseret den"), null=True, blank=True)
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    benefit_case = models.CharField(_("kopi på ydelsessag"), max_length=40, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "pending", "replaced"]) | ~Q(approved_hash=""),
                name="approved_letter_has_a_hash",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "pending", "replaced"]) | Q(approved_by__isnull=False),
                name="approved_letter_has_a_leader",
            ),
        ]

    def __str__(self):
        return self.type.title
