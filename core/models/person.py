"""People: everyone who works here, which is also everyone who can sign in (GEN-02)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import calendar
from core.crypto import EncryptedDateField
from core.queries import PersonQuerySet


def every_weekday():
    """Return Monday to Friday as ISO weekdays."""
    return [1, 2, 3, 4, 5]


class NameDisplay(models.TextChoices):
    """How a person's name is shown to citizens (GEN-14)."""

    FULL = "full", _("Fulde navn")
    FIRST = "first", _("Fornavn")
    FUNCTION = "function", _("Kun funktion")


class Area(models.TextChoices):
    """Who the employer's agreement is made with (SEN-10)."""

    MUNICIPAL = "municipal", _("Kommunalt")
    REGIONAL = "regional", _("Regionalt")


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Make people by e-mail address."""

    def get_by_natural_key(self, email):
        """Return the person with this address, whatever the case of its letters."""
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """An employee. Holds only what the functions need; no CPR number, no health."""

    email = models.EmailField(_("mail"), unique=True)
    name = models.CharField(_("navn"), max_length=120)
    initials = models.CharField(_("initialer"), max_length=8, blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    title = models.CharField(_("stilling"), max_length=80, blank=True)
    unit = models.ForeignKey(
        "core.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("afdeling")
    )
    site = models.ForeignKey(
        "core.Site",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("arbejdssted"),
    )
    collective_agreement = models.CharField(_("overenskomst"), max_length=80, blank=True)
    employment_area = models.CharField(
        _("ansættelsesområde"), max_length=12, choices=Area.choices, default=Area.MUNICIPAL
    )
    employed_since = models.DateField(_("ansat siden"), null=True, blank=True)
    worked_weekdays = ArrayField(
        models.PositiveSmallIntegerField(), default=every_weekday, verbose_name=_("arbejdsdage")
    )
    active_from = models.DateField(_("ansat fra"), null=True, blank=True)
    active_to = models.DateField(_("ansat til og med"), null=True, blank=True)
    is_active = models.BooleanField(_("kan logge ind"), default=True)
    name_display = models.CharField(
        _("navn over for borgere"), max_length=10, choices=NameDisplay.choices, default=NameDisplay.FULL
    )
    has_protected_name = models.BooleanField(_("navne- eller adressebeskyttelse"), default=False)
    next_of_kin_confirmed_on = models.DateField(_("pårørendelisten er bekræftet"), null=True, blank=True)
    theme = models.CharField(
        _("udseende"), max_length=5, blank=True, choices=[("light", _("Lyst")), ("dark", _("Mørkt"))]
    )
    signed_out_at = models.DateTimeField(null=True, blank=True)  # sessions begun before this moment are over

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        indexes = [models.Index(fields=["unit", "name"])]

    def __str__(self):
        return self.name

    def get_full_name(self):
        """Return the whole name."""
        return self.name

    @property
    def first_name(self):
        """Return the first word of the name."""
        return self.name.split(" ", 1)[0]

    def works_on(self, day):
        """Tell whether the person is employed here on `day`."""
        return (self.active_from is None or self.active_from <= day) and (
            self.active_to is None or day <= self.active_to
        )

    @property
    def born_on(self):
        """Return the day of birth, or None; a query unless »birth« was read along. Only what HR's rules need asks."""
        birth = getattr(self, "birth", None)
        return birth.day if birth else None

    @property
    def may_sign_in(self):
        """Tell whether the person is employed today and not blocked."""
        return self.is_active and self.works_on(calendar.today())

    @property
    def citizen_name(self):
        """Return the name as citizens may see it (GEN-14)."""
        if self.name_display == NameDisplay.FIRST:
            return self.first_name
        if self.name_display == NameDisplay.FUNCTION:
            return self.title or str(_("medarbejder"))
        return self.name

    @property
    def standing(self):
        """Return what the person's roles give today; kept for the life of this object, which is one request."""
        from core.standing import Standing

        today = calendar.today()
        known = self.__dict__.get("_standing")
        if known is None or known.on != today:
            known = self.__dict__["_standing"] = Standing(self, today)
        return known


class BirthDate(models.Model):
    """When somebody was born: encrypted, and apart from the person, so that no page of the house loads it in passing.

    The year stands plain beside it, because the yearly search must find those of an age in one query; day and month,
    which with the year begin a CPR number, stand nowhere in the clear.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="birth")
    day = EncryptedDateField(_("født"))
    year = models.PositiveSmallIntegerField(db_index=True)

    @classmethod
    def of(cls, person, day):
        """Return an unsaved row whose year is that of the day."""
        return cls(person=person, day=day, year=day.year)
