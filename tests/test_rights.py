"""Rights on a row that is read anyway say the same as `rows`, which is the definition, for every action and person."""

import pytest
import time_machine
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from core import permissions
from core.models import Absence, Person, Role
from core.permissions import actions_on, allow, find, rows, shut_out
from core.rights import Rights
from incidents.models import (
    Alert,
    CrisisHelp,
    Incident,
    Learning,
    Letter,
    Measure,
    PoliceReport,
    Sanction,
    StaffMessage,
)
from incidents.permissions.incident import TABLE as INCIDENT_TABLE
from tests.cast import NOW
from tests.situation import SOON, laid, make_incident  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
ACTIONS = sorted(permissions.TABLE)


def others(cast):
    """Make incidents in which people stand in every relation that the table knows, and rows below them."""
    shared = make_incident(cast, number="R-1", affected=cast.hr, state="closed", closed_at=NOW)
    shared.also_affected.add(cast.leder, cast.amr)
    barred = make_incident(cast, number="R-2")
    barred.implicated.add(cast.leder, cast.kollega, cast.hr)
    waiting = make_incident(cast, number="R-3", state="submitted", responsible=None, affected=cast.leder)
    for person, kind in ((cast.stedfortraeder, "chain"), (cast.chef, "escalation"), (cast.direktoer, "ban")):
        Alert.objects.create(incident=waiting, person=person, kind=kind, told_at=NOW)
    cared = make_incident(
        cast, number="R-4", care_by=cast.amr, union_rep_sees_story=True, safety_rep_sees_citizen=True, unit=cast.family
    )
    Alert.objects.create(incident=cared, person=cast.andenleder, kind="chain", told_at=NOW, ended_at=NOW)
    elsewhere = make_incident(cast, number="R-5", unit=cast.other_office, site=cast.other_site)
    for case in (shared, barred, waiting, cared, elsewhere):
        sanction = {"starts_on": NOW.date(), "ends_on": SOON, "proposed_by": cast.leder, "proposed_at": NOW}
        Sanction.objects.create(incident=case, measure="access_ban", site=case.site, **sanction)
        letter = {"type_id": Letter.objects.first().type_id, "author": cast.leder, "written_at": NOW}
        Letter.objects.create(incident=case, heading="Brev", state="pending", **letter)
        message = {"kind": "sanction", "text": "Vær to.", "starts_on": NOW.date(), "ends_on": SOON}
        StaffMessage.objects.create(incident=case, site=case.site, sent_by=cast.leder, sent_at=NOW, **message)
        learning = Learning.objects.create(
            incident=case, written_by=cast.leder, written_at=NOW, sent_to_trio_at=NOW if case == cared else None
        )
        Measure.objects.create(learning=learning, measure="To i skranken", owner=cast.tr, due_on=NOW.date())
        CrisisHelp.objects.create(incident=case)
        PoliceReport.objects.create(incident=case)
    Role.objects.create(person=cast.sfk, kind="safety_rep", unit=cast.top, starts_on=NOW.date())
    Absence.objects.create(person=cast.leder, deputy=cast.stedfortraeder, starts_on=NOW.date(), ends_on=NOW.date())


def agreed(person, action):
    """Return the rows that the definition gives and those that Rights gives, in one table's order."""
    model = permissions.TABLE[action][0].model
    queryset = model._default_manager.order_by("pk")
    rights = Rights(person, queryset, [action])
    return (
        list(rows(person, action, queryset).values_list("pk", flat=True)),
        [row.pk for row in rights.read(queryset) if rights.on(row)],
    )


@pytest.fixture(scope="module")
def related(laid, django_db_blocker):  # noqa: F811
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        others(laid.cast)
    return laid


@pytest.mark.parametrize("action", ACTIONS)
def test_a_row_read_with_its_rights_agrees_with_the_list_for_everybody(related, action):
    given = set()
    with time_machine.travel(NOW, tick=False):
        for name in related.names:
            listed, judged = agreed(related.cast[name], action)
            assert judged == listed, name
            given |= set(listed)
    assert given or action not in INCIDENT_TABLE  # the comparison must meet rows


# -- one query -----------------------------------------------------------------------------------------------------
@pytest.fixture
def cast(laid):  # noqa: F811
    with time_machine.travel(NOW, tick=False):
        yield laid.cast


def test_finding_a_row_with_all_that_one_may_do_on_it_is_one_query(cast):
    case, person = make_incident(cast, number="R-10"), cast["leder"]
    _known = person.standing.care, person.standing.second, person.standing.acting_for
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = find(person, "incidents.view", Incident.objects.select_related("unit"), case.pk, list(INCIDENT_TABLE))
    assert len(asked) == 1
    assert found.may == {action for action in INCIDENT_TABLE if permissions.can(person, action, case)}
    with CaptureQueriesContext(connection) as asked:
        assert actions_on(person, case, list(INCIDENT_TABLE)) == found.may
    assert len(asked) == 1


def test_a_condition_that_several_actions_share_stands_once_in_the_query(cast):
    case, person = make_incident(cast, number="R-10"), cast["leder"]
    with CaptureQueriesContext(connection) as asked:
        find(person, "incidents.view", Incident.objects.all(), case.pk, list(INCIDENT_TABLE))
    assert asked.captured_queries[-1]["sql"].count('FROM "incidents_incident_also_affected"') == 1


def test_nothing_is_found_or_allowed_for_somebody_who_is_shut_out_or_has_left(cast):
    case = make_incident(cast, number="R-10")
    case.implicated.add(cast.leder)
    assert find(cast["leder"], "incidents.view", Incident.objects.all(), case.pk) is None
    assert actions_on(cast["leder"], case, ["incidents.manage"]) == set()
    assert find(cast["kollega"], "incidents.view", Incident.objects.all(), case.pk) == case
    Person.objects.filter(pk=cast.kollega.pk).update(active_to=NOW.date().replace(year=2020))
    assert find(cast["kollega"], "incidents.view", Incident.objects.all(), case.pk) is None
    assert actions_on(cast["kollega"], case, ["incidents.view"]) == set()


def test_an_action_without_a_line_on_this_kind_of_row_fails_loudly(cast):
    for action in ("incidents.mange", "incidents.view_letter"):
        with pytest.raises(KeyError):
            Rights(cast["leder"], Incident.objects.all(), [action])


# -- conditions of every shape ---------------------------------------------------------------------------------------
SHAPES = {
    "equal": lambda person: Q(site=person.site),
    "not equal, null among them": lambda person: ~Q(responsible=person.pk),
    "among, null among them": lambda person: ~Q(responsible__in=[person.pk]),
    "nothing": lambda person: Q(),
    "is null": lambda person: Q(responsible__isnull=True),
    "one of two": lambda person: Q(state="closed") ^ Q(reporter=person),
    "next table": lambda person: Q(unit__name="Familieafsnittet") | Q(affected__email__startswith="leder"),
    "not in the next table": lambda person: ~Q(responsible__unit=person.unit_id),
    "one of many": lambda person: Q(alerts__kind="chain", alerts__ended_at__isnull=False),
    "none of many": lambda person: ~Q(also_affected=person),
    "compared with another field": lambda person: Q(reporter=F("affected")) | Q(reporter=person, pk__gt=1),
    "a later moment": lambda person: Q(submitted_at__lte=NOW),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_rule_of_any_shape_gives_the_same_rows(related, shape, monkeypatch):
    monkeypatch.setattr(permissions, "TABLE", permissions.defaultdict(list))
    monkeypatch.setattr(permissions, "SHUT_OUT", permissions.defaultdict(list))
    allow("shape", Incident, "alle", shape)
    shut_out(Incident, "ingen", lambda person: Q(number="R-5"))
    for name in ("leder", "medarbejder", "amr"):
        listed, judged = agreed(related.cast[name], "shape")
        assert judged == sorted(set(listed)), name
