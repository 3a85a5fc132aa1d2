"""Fixtures of onboarding: the cast at its moment, and Amalie's course."""

import pytest
import time_machine

from tests.cast import NOW, Cast
from tests.onboarding.courses import make


@pytest.fixture
def cast(db):
    """Return the cast; it is Friday 5 February 2027."""
    with time_machine.travel(NOW, tick=False):
        yield Cast()


@pytest.fixture
def course(cast):
    """Return Amalie's course, made by HR."""
    return make(cast)
