"""Fixtures of senior's tests."""

import pytest
import time_machine

from tests.cast import NOW, Cast
from tests.senior.situation import age


@pytest.fixture
def cast(db):
    """Give the cast with ages and groups, with the clock standing at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield age(Cast())
