"""Columns are told apart by alias and field, as Django tells them apart, only faster."""

from django.db.models import F, Q
from django.db.models.expressions import Col

from core.models import Person, Unit


def col(model, name, alias=None):
    field = model._meta.get_field(name)
    return Col(alias or model._meta.db_table, field)


def test_the_same_field_of_the_same_table_is_the_same_column():
    assert col(Person, "name") == col(Person, "name")
    assert hash(col(Person, "name")) == hash(col(Person, "name"))
    assert len({col(Person, "name"), col(Person, "name"), col(Person, "email")}) == 2


def test_another_alias_model_or_field_is_another_column():
    one = col(Person, "name")
    assert one not in (col(Person, "name", "T4"), col(Person, "email"), col(Unit, "name"), F("name"), Q(name="x"))
    assert col(Person, "unit") != Col("core_person", Person._meta.get_field("unit"), Unit._meta.get_field("name"))


def test_an_ordered_question_says_the_same_as_ever(db):
    words = str(Person.objects.select_related("unit").order_by("unit__name", "-name").only("name", "unit__name").query)
    assert words.endswith('ORDER BY "core_unit"."name" ASC, "core_person"."name" DESC')
