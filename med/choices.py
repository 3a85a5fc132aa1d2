"""The lists of the field, in its own words (MED-01, 02, 06, 11, 22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """What kind of body meets (MED-01). TRIO is not part of MED."""

    HOVED = "hoved_med", _("Hoved-MED")
    AREA = "area_med", _("Forvaltnings-MED")
    LOCAL = "lokal_med", _("LokalMED")
    STAFF = "staff_meeting", _("Personalemøde med MED-status")
    TRIO = "trio", _("TRIO")
    AMR = "amr_group", _("AMR-gruppe")
    GROUP = "working_group", _("Arbejdsgruppe")


MED_KINDS = (BodyKind.HOVED, BodyKind.AREA, BodyKind.LOCAL, BodyKind.STAFF)
LEVELS = [
    (BodyKind.STAFF.value, _("Personalemøde med MED-status")),
    (BodyKind.LOCAL.value, _("LokalMED")),
    (BodyKind.AREA.value, _("Forvaltnings-MED")),
    (BodyKind.HOVED.value, _("Hoved-MED")),
    ("outside", _("Ledelsen eller politikerne")),
]  # from the nearest upwards


class Side(models.TextChoices):
    """Whom a member speaks for."""

    MANAGEMENT = "management", _("Ledelsesside")
    EMPLOYEE = "employee", _("Medarbejderside")
    NONE = "none", _("Ingen side")


class SeatFunction(models.TextChoices):
    """What a member does in the body (MED-02)."""

    CHAIR = "chair", _("Formand")
    VICE_CHAIR = "vice_chair", _("Næstformand")
    MEMBER = "member", _("Medlem")
    MINUTE_TAKER = "minute_taker", _("Referent")
    SUBSTITUTE = "substitute", _("Suppleant")
    OBSERVER = "observer", _("Gæst")


CHAIRS = (SeatFunction.CHAIR, SeatFunction.VICE_CHAIR)
DECIDING = (*CHAIRS, SeatFunction.MEMBER)


class Represents(models.TextChoices):
    """In which capacity somebody sits there (MED-02)."""

    LEADER = "leader", _("Leder")
    OTHER_LEADER = "other_leader", _("Anden leder")
    UNION_REP = "union_rep", _("TR")
    SAFETY_REP = "safety_rep", _("AMR")
    OTHER_REP = "other_rep", _("Anden medarbejderrepræsentant")
    NONE = "none", _("Uden særlig rolle")


class MeetingState(models.TextChoices):
    """The life of a meeting: agenda, meeting, minutes. One row, one state."""

    PLANNED = "planned", _("Planlagt")
    AGENDA_OPEN = "agenda_open", _("Under forberedelse")
    RELEASED = "released", _("Dagsorden udsendt")
    UNDER_WAY = "under_way", _("Mødet er i gang")
    MINUTES_DRAFT = "minutes_draft", _("Referat: kladde")
    MINUTES_SENT = "minutes_sent", _("Referat: til godkendelse")
    APPROVED = "approved", _("Referat: godkendt")
    PUBLISHED = "published", _("Referat: offentliggjort")
    CANCELLED = "cancelled", _("Aflyst")


BEFORE = (MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.RELEASED)
WRITING = (MeetingState.UNDER_WAY, MeetingState.MINUTES_DRAFT)
MINUTES_OUT = (MeetingState.MINUTES_SENT, MeetingState.APPROVED, MeetingState.PUBLISHED)
LOCKED = (MeetingState.APPROVED, MeetingState.PUBLISHED)


class MeetingKind(models.TextChoices):
    """Why the meeting is held."""

    ORDINARY = "ordinary", _("Ordinært møde")
    EXTRA = "extra", _("Ekstra møde")
    THEME = "theme", _("Temamøde")


class Part(models.TextChoices):
    """Where on the agenda; numbers begin again in each part (MED-06). C is what came after the agenda was sent."""

    A = "A", _("Punkter til orientering")
    B = "B", _("Punkter til beslutning/drøftelse")
    C = "C", _("Tillæg til dagsordenen")


class Purpose(models.TextChoices):
    """What the item is there for."""

    ORIENTATION = "orientation", _("Orientering")
    DISCUSSION = "discussion", _("Drøftelse")
    DECISION = "decision", _("Beslutning")


class Influence(models.TextChoices):
    """MED-11."""

    INFORMATION = "information", _("Gensidig information")
    GUIDELINES = "guidelines", _("Fastlæggelse af retningslinjer")
    AGREEMENT = "agreement", _("Forhandling og indgåelse af aftaler")


class Responsible(models.TextChoices):
    """A responsible party that is no single person (MED-07)."""

    MANAGEMENT = "management", _("Ledelsen")
    EMPLOYEES = "employees", _("Medarbejdersiden")
    BOTH = "both", _("Medarbejdersiden og ledelsen")
    OFFICE_LEADERS = "office_leaders", _("Kontorlederne")
    HEAD = "head", _("Chefen")
    SAFETY_REPS = "safety_reps", _("AMR-gruppen")
    UNION_REPS = "union_reps", _("TR")
    CHAIR = "chair", _("Formanden")
    VICE_CHAIR = "vice_chair", _("Næstformanden")
    ALL = "all", _("Alle")
    WORKING_GROUP = "working_group", _("Arbejdsgruppen")


class EnvironmentEffect(models.TextChoices):
    """How much a decision means for the working environment (MED-12)."""

    NONE = "none", _("Ingen betydning")
    MINOR = "minor", _("Mindre betydning")
    MAJOR = "major", _("Væsentlig betydning")


class OutcomeKind(models.TextChoices):
    """MED-22."""

    APPROVED = "approved", _("Godkendt")
    FOR_NOW = "approved_for_now", _("Godkendt for nu – evalueres")
    NOTED = "noted", _("Taget til efterretning")
    DISCUSSED = "discussed", _("Drøftet")
    POSTPONED = "postponed", _("Udsat")
    TO_GROUP = "to_working_group", _("Sendt til arbejdsgruppe")
    PASSED_ON = "passed_on", _("Sendes videre til …")
    REJECTED = "rejected", _("Forkastet")
    NOT_TREATED = "not_treated", _("Ikke behandlet")


DECISIONS = (OutcomeKind.APPROVED, OutcomeKind.FOR_NOW, OutcomeKind.REJECTED)  # numbered, and in the register
STAYS_OPEN = (
    OutcomeKind.FOR_NOW,
    OutcomeKind.POSTPONED,
    OutcomeKind.TO_GROUP,
    OutcomeKind.PASSED_ON,
    OutcomeKind.NOT_TREATED,
)


AGREED_BEFORE = "before"  # a text that a body agreed to before it wrote its minutes here


class OutcomeState(models.TextChoices):
    """How a decision stands today."""

    IN_FORCE = "in_force", _("Gælder")
    REPLACED = "replaced", _("Afløst")
    LAPSED = "lapsed", _("Gælder ikke længere")


class ProposalState(models.TextChoices):
    """MED-08."""

    WITH_REP = "with_rep", _("Hos TR eller AMR")
    PROPOSED = "proposed", _("Foreslået")
    ON_AGENDA = "on_agenda", _("På dagsordenen")
    POSTPONED = "postponed", _("Udsat")
    REJECTED = "rejected", _("Afvist med begrundelse")
    NEGOTIATED = "negotiated", _("Forhandles uden for MED")


class Party(models.TextChoices):
    """Who negotiates terms of single persons or groups: never MED (MED-42)."""

    UNION_REP = "tr", _("TR")
    BRANCH = "branch", _("Kredsen")


class Presence(models.TextChoices):
    """How somebody took part."""

    PRESENT = "present", _("Til stede")
    LATE = "late", _("Kom senere")
    LEFT = "left", _("Gik før")
    ABSENT = "absent", _("Afbud")
    UNKNOWN = "unknown", _("Ikke noteret")


class FigureKind(models.TextChoices):
    """Numbers that come back from meeting to meeting (MED-13, 14)."""

    ECONOMY = "economy", _("Økonomi")
    SICKNESS = "sickness", _("Sygefravær")


class Origin(models.TextChoices):
    """Why a topic is there."""

    STANDING = "standing", _("Fast punkt")
    PROPOSAL = "proposal", _("Forslag")
    CHAIR = "chair", _("Sat på af formandskabet")
    REVIEW = "review", _("Evaluering af en beslutning")
    TRIO = "trio", _("Sendt fra TRIO")
    HOUSE = "house", _("Fra arbejdet med forebyggelse")
    LIFTED = "lifted", _("Sendt fra et andet udvalg")
    DUTY = "duty", _("Fra årshjulet")
    STAFF = "staff", _("Fra medarbejderne")


# what a TRIO's frame answers (MED-58)
FRAME_QUESTIONS = {
    "roles": _("Hvad er hver af vores roller?"),
    "decides": _("Hvem bestemmer hvad, og hvad har vi sammen?"),
    "disagree": _("Hvad gør vi, når vi er uenige?"),
    "tools": _("Hvad skriver vi ned, og hvor?"),
    "meetings": _("Hvilke møder holder vi, hvornår og hvor længe?"),
    "towards_staff": _("Hvad er vores rolle over for kollegerne?"),
    "insight": _("Hvordan får vi øje på forskellige synspunkter?"),
    "telling": _("Hvordan og hvornår fortæller vi de andre noget?"),
    "involving": _("Hvornår i et forløb inddrager vi andre?"),
}
