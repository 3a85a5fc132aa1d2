"""Several lists asked for in one question are the lists that the querysets give by themselves."""

from datetime import time
from decimal import Decimal

import pytest
from django.db.models import Count, F

from core import drafts
from core.models import Document, Draft, Person, SettingValue, Site, Todo
from core.together import in_step, together
from med.models import Attendance, Figure, Meeting, Treatment
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db


@pytest.fixture
def med():
    med = Med(Cast()).lay_rows()
    item = med.treatment(med.one, "Nyt ventilationsanlæg", text='Ord med "tegn",\nlinjer og Æ')
    Treatment.objects.filter(pk=item.pk).update(closed_text="Kun for os", follows_on=NOW.date())
    Attendance.objects.create(meeting=med.one, person=med.cast.tr, clock=time(10, 35), presence="late")
    Figure.objects.create(
        body=med.body,
        kind="sickness",
        unit=med.cast.tr.unit,
        year=2026,
        quarter=2,
        percent=Decimal("4.50"),
        group_size=9,
        entered_by=med.cast.tr,
        entered_at=NOW,
    )
    drafts.save(med.cast.tr.pk, "/et/sted/", {"text": "Ord", "n": [1, 2.5]})
    Document.objects.create(
        kind="P-01",
        title="Dagsorden",
        subject_type="med.meeting",
        subject_id=med.one.pk,
        number="27-000001",
        version=1,
        content=b"\x00\xff\\x",
        sha256="x",
        made_at=NOW,
        made_by=med.cast.tr,
    )
    return med


def values(row, depth=3):
    """Return every column that was read, with its type, of the row and of those read along."""
    if row is None or not depth:
        return row
    own = {name: (type(value), value) for name, value in vars(row).items() if not name.startswith("_")}
    return own | {name: values(one, depth - 1) for name, one in row._state.fields_cache.items()}


@pytest.mark.parametrize(
    "queryset",
    [
        Treatment.objects.select_related("topic", "meeting__body__unit", "outcome", "text_by").order_by("-pk"),
        Meeting.objects.select_related("body__unit", "minute_taker", "merged_into").order_by("starts_at")[:2],
        Meeting.objects.only("starts_at", "uid", "body").annotate(n=Count("treatments"), place_too=F("place")),
        Attendance.objects.select_related("person"),
        Figure.objects.select_related("unit"),
        Draft.objects.all(),
        Document.objects.all(),
        Document.objects.defer("content"),
        Person.objects.select_related("unit", "site").order_by("name"),
        Todo.objects.all(),
        Site.objects.all(),
        SettingValue.objects.all(),
        Person.objects.filter(pk__in=[]),
        Treatment.objects.filter(pk=0),
    ],
    ids=lambda queryset: queryset.model.__name__,
)
def test_a_list_is_the_same_with_its_types(med, queryset):
    expected = [values(row) for row in queryset.all()]
    assert [[values(row) for row in rows] for rows in together(queryset.all(), queryset.all())] == [expected] * 2


def test_values_come_as_tuples(med):
    pairs, names = (
        Person.objects.order_by("name").values_list("pk", "name"),
        Person.objects.values_list("name", flat=True),
    )
    assert together(pairs, names.order_by("name")) == [list(pairs), list(names.order_by("name"))]


def test_many_lists_are_one_question(med, django_assert_num_queries):
    with django_assert_num_queries(1):
        items, none, people = together(med.one.treatments.all(), Todo.objects.filter(pk__in=[]), Person.objects.all())
        assert {item.meeting for item in items} == {med.one}
    assert items and people and none == []


def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert together(Todo.objects.filter(pk__in=[]), Todo.objects.none()) == [[], []]


def test_prefetched_rows_come_too(med, django_assert_num_queries):
    with django_assert_num_queries(2):
        (meetings,) = together(Meeting.objects.prefetch_related("treatments"))
        assert any(list(one.treatments.all()) for one in meetings)


def test_generators_side_by_side_ask_at_once_for_what_they_all_wait_for(med, django_assert_num_queries):
    def names(*units):
        found = []
        for unit in units:
            found += yield Person.objects.filter(unit=unit).order_by("name").values_list("name", flat=True)
        return found

    def none():
        return "nothing"
        yield

    office, other = med.cast.office, med.cast.other_office
    with django_assert_num_queries(2):
        both, one, nothing = in_step(names(office, other), names(other), none())
    assert nothing == "nothing" and one
    assert both == [*Person.objects.filter(unit=office).order_by("name").values_list("name", flat=True), *one]
    assert in_step() == []
