"""Everything one case page needs, in two queries: the incident with all that belongs to it and what the person may
do, and its to-dos.

What belongs to the incident comes as JSON beside its row, since a query for each kind of row would make the page slow.
Encrypted texts are opened here, and only those that the person may read.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from types import SimpleNamespace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Max, OuterRef
from django.db.models.functions import Cast, JSONObject
from django.http import Http404

from core import calendar, crypto
from core.models import Attachment, AuditEntry, Document, ReferenceLink, Todo
from core.permissions import find
from core.queries import written_out
from incidents import doing, masking, steps
from incidents.models import (
    Addendum,
    Alert,
    CategoryDecision,
    Incident,
    PersonDescription,
    PhoneNote,
    Witness,
)
from incidents.states import INCIDENT

SUBJECT = "incidents.incident"
ACTIONS = (
    "incidents.read_story",
    "incidents.read_own_words",
    "incidents.read_steps",
    "incidents.read_citizen",
    "incidents.read_injury",
    "incidents.read_readers",
    "incidents.supplement",
    "incidents.take_over",
    "incidents.hand_over",
    "incidents.take_care",
    "incidents.return_care",
    "incidents.manage",
    "incidents.do_care_steps",
    "incidents.order_crisis_help",
    "incidents.consent",
    "incidents.implicate",
    "incidents.admit",
    "incidents.propose_sanction",
    "incidents.close",
    "incidents.reopen",
    "incidents.read_report",
    "incidents.help_safetynet",
    "incidents.report_injury",
    "incidents.write_learning",
)
GUIDES = ("violence_guide", "violence_policy", "at_guidance", "at_hotline")  # read when it is violence (INC-70)
SHOWN_READS = ("incidents.opened", "incidents.citizen_shown", "core.file_downloaded", "core.document_opened")


# What the reporter wrote at sending, and what is the affected's own whoever wrote it (7.1, role 3).
OWN_WORDS = {"narrative", "kinds", "place", "place_detail", "perpetrator", "channel"}
ABOUT_THE_AFFECTED = {"wellbeing", "needs", "experience", "limit_passed", "saw_doctor"}


@dataclass
class Case:
    """One incident as one person may see it now."""

    incident: Incident
    person: object
    may: set
    todos: dict = field(default_factory=dict)  # code → newest to-do, without those that lapsed

    def can(self, action):
        """Tell whether the person may: `case.can("manage")`."""
        return f"incidents.{action}" in self.may

    @property
    def is_affected(self):
        """Tell whether it happened to the person."""
        return self.can("consent")

    @property
    def is_reporter(self):
        """Tell whether the person wrote the report."""
        return self.incident.reporter_id == self.person.pk

    @property
    def offered(self):
        """Return the names of the state's steps that the person may take now."""
        return {step.name for step in INCIDENT.possible(self.incident) if step.action in self.may}

    @property
    def waiting(self):
        """Return the open to-dos, the most urgent first."""
        late = datetime.max.replace(tzinfo=calendar.now().tzinfo)
        return sorted(
            (todo for todo in self.todos.values() if todo.state == "open"),
            key=lambda todo: (todo.due_at or late, todo.order),
        )

    @property
    def closed(self):
        """Return the to-dos that are done or not relevant, oldest first."""
        return sorted(
            (todo for todo in self.todos.values() if todo.state in ("done", "not_relevant")),
            key=lambda todo: (todo.done_at, todo.order),
        )

    def may_do(self, todo):
        """Tell whether the person may complete the step."""
        return doing.may_do(todo, self.person.pk, self.may)

    def may_skip(self, todo):
        """Tell whether the person may say that the step isn't relevant."""
        return doing.may_skip(todo, self.person.pk, self.may)

    def may_undo(self, todo):
        """Tell whether the person may let the step wait again."""
        return doing.may_undo(todo, self.person.pk, self.may)

    @cached_property
    def told_fields(self):
        """Return the names of the told fields that the person wrote: at sending, or added afterwards (role 3)."""
        if not self.is_reporter:
            return set()
        added = [row for row in self.opened("log") if row.action == "incidents.supplemented"]
        own = {name for row in added if row.person == self.person.pk for name in row.details.get("fields", ())}
        others = {name for row in added if row.person != self.person.pk for name in row.details.get("fields", ())}
        return (OWN_WORDS | own) - others - ABOUT_THE_AFFECTED

    def reads(self, name):
        """Tell whether the person may read a told field: all of them with the story, else the own words."""
        return self.can("read_story") or name in self.told_fields

    @cached_property
    def hidden_names(self):
        """Return what the person may not read of who the citizen is, as words to look for."""
        if self.can("read_citizen"):
            return ()
        return masking.of_incident(self.incident, *(row.open("citizen") for row in self.opened("phone_notes")))

    def words(self, text, author=None):
        """Return a text as the person may read it: without the citizen's name, unless the words are their own."""
        return text if author == self.person.pk or not text else masking.mask(text, self.hidden_names)

    @property
    def mine(self):
        """Return the open to-dos that the person is to do, the most urgent first."""
        leads = self.incident.responsible_id is not None and self.can("manage")
        own = [
            todo for todo in self.waiting if todo.owner_id == self.person.pk or (leads and todo.owner_role == "leader")
        ]
        return [todo for todo in own if todo.code != steps.TAKE_OVER]

    def opened(self, name):
        """Return the rows of one kind that belong to the incident: addenda, decisions, alerts, files, documents, …"""
        return getattr(self.incident, f"its_{name}")


# -- gathering -----------------------------------------------------------------------------------------------------
def _array(queryset, **values):
    """Return the rows of a subquery as JSON objects."""
    return ArraySubquery(queryset.values(row=JSONObject(**values)))


@cache
def _parts():
    """Return the annotations for everything that belongs to one incident."""
    own = {"incident": OuterRef("pk")}
    about = {"subject_type": SUBJECT, "subject_id": OuterRef("pk")}
    reads = AuditEntry.objects.filter(**about, is_read=True, action__in=SHOWN_READS).exclude(actor=None).order_by()
    parts = {
        "its_addenda": _array(
            Addendum.objects.filter(**own).order_by("written_at"),
            pk="pk",
            kind="kind",
            text="text",
            name="author__name",
            person="author_id",
            at="written_at",
            about="about_at",
        ),
        "its_decisions": _array(
            CategoryDecision.objects.filter(**own).order_by("decided_at"),
            category="category",
            suggested="suggested",
            text="reason",
            name="decided_by__name",
            at="decided_at",
            reasons="reasons",
        ),
        "its_alerts": _array(
            Alert.objects.filter(**own).order_by("told_at", "order"),
            pk="pk",
            kind="kind",
            person="person_id",
            name="person__name",
            phone="person__phone",
            label="label",
            instead_of="instead_of__name",
            order="order",
            at="told_at",
            answer_by="answer_by",
            ended="ended_at",
        ),
        "its_files": _array(
            Attachment.objects.filter(**about, removed_at__isnull=True).order_by("uploaded_at"),
            key=Cast("key", CharField()),
            text="original_name",
            caption="caption",
            size="size",
            kind="kind",
            content_type="content_type",
            name="uploaded_by__name",
            person="uploaded_by_id",
            at="uploaded_at",
            shown="shown_path",
        ),
        "its_documents": _array(
            Document.objects.filter(**about).order_by("made_at"),
            pk="pk",
            kind="kind",
            title="title",
            version="version",
            number="number",
            at="made_at",
        ),
        "its_witnesses": _array(
            Witness.objects.filter(**own).order_by("added_at"),
            pk="pk",
            text="name",
            phone="phone",
            is_colleague="is_colleague",
            contacted="contacted_at",
            person="added_by_id",
        ),
        "its_phone_notes": _array(
            PhoneNote.objects.filter(**own).order_by("written_at"),
            pk="pk",
            at="called_at",
            name="written_by__name",
            person="written_by_id",
            citizen="citizen_name",
        ),
        "its_descriptions": _array(
            PersonDescription.objects.filter(**own).order_by("written_at"),
            pk="pk",
            kind="kind",
            at="written_at",
            name="written_by__name",
            person="written_by_id",
        ),
        "its_log": _array(
            AuditEntry.objects.filter(**about, is_read=False, action__startswith="incidents.").order_by("number"),
            action="action",
            at="at",
            name="actor__name",
            person="actor_id",
            details="details",
            reason="reason",
        ),
        "its_readers": _array(
            reads.values("actor_id").annotate(n=Count("pk"), last=Max("at"), who=Max("actor__name")).order_by("-n"),
            name="who",
            n="n",
            at="last",
        ),
        "its_guides": _array(
            ReferenceLink.objects.filter(code__in=GUIDES).exclude(url="").order_by("title"), title="title", url="url"
        ),
        "its_shared": _array(
            Incident.also_affected.through.objects.filter(incident=OuterRef("pk")).order_by("pk"),
            person="person_id",
            name="person__name",
        ),
        "its_implicated": _array(
            Incident.implicated.through.objects.filter(incident=OuterRef("pk")).order_by("pk"),
            person="person_id",
            name="person__name",
        ),
    }
    return written_out(Incident, parts)


def gather(person, pk):
    """Return the Case of an incident that the person may see; Http404 otherwise. Two queries."""
    incidents = Incident.objects.select_related("affected", "reporter", "unit", "site", "responsible", "care_by")
    incident = find(person, "incidents.view", incidents.annotate(**_parts()), pk, ACTIONS)
    if incident is None:
        raise Http404
    for name in _parts():
        setattr(incident, name, [_row(values) for values in getattr(incident, name)])
    todos = {}
    for todo in (
        Todo.objects.about((SUBJECT, pk))
        .exclude(state="withdrawn")
        .select_related("owner", "done_by")
        .order_by("round")
    ):
        todos[todo.code] = todo
    return Case(incident, person, incident.may, todos)


MOMENTS = ("at", "about", "answer_by", "ended", "contacted")


def _row(values):
    """Return a JSON object as a row with moments; encrypted texts stay closed until they are asked for."""
    for name in MOMENTS:
        if isinstance(values.get(name), str):
            values[name] = datetime.fromisoformat(values[name])
    return Row(**values)


class Row(SimpleNamespace):
    """One row that belongs to an incident."""

    def open(self, name="text"):
        """Return an encrypted text in the clear."""
        token = getattr(self, name, "")
        return crypto.decrypt(token) if token else ""

    @property
    def said(self):
        """Return the row's text."""
        return self.open()
