"""Reference data may be loaded at every start, also when a scheme has been evaluated and a new round has begun."""

import pytest

from senior import reference
from senior.models import SeniorScheme

pytestmark = pytest.mark.django_db


def test_a_scheme_in_its_second_round_is_left_alone():
    SeniorScheme.objects.all().delete()
    assert reference.scheme(False) == 1
    first = SeniorScheme.objects.get()
    SeniorScheme.objects.create(title=first.title, adopted_on=first.adopted_on, evaluate_on=first.evaluate_on)
    assert reference.scheme(False) == reference.scheme(True) == 0
    assert SeniorScheme.objects.count() == 2
