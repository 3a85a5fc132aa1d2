"""Fixtures for every test."""

import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase

from config.schema import lean_state
from core import editions
from tests import reference

editions.KEPT_SECONDS = (
    3600  # lists are read once a test, however slow the machine is, so that questions can be counted
)

LONG = (
    "test_query_counts",
    "test_rights",
    "test_outbox_crash",
    "test_races",
    "test_letter_race",
    "test_pdf",
    "test_schema",
)


def pytest_collection_modifyitems(items):
    """Begin with what takes long, the browser first, so that the processes of a whole run end together."""
    items.sort(key=lambda item: 0 if "browser" in item.path.parts else 1 if item.path.stem in LONG else 2)


@pytest.fixture(scope="session")
def django_db_use_migrations(django_db_use_migrations):
    """Let the migrations run the quick way, as they do in an empty database."""
    with lean_state():
        yield django_db_use_migrations


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the reference data into the test database; a test that commits puts them back when it ends."""
    with django_db_blocker.unblock():
        reference.load()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: reference.restore())
        yield


@pytest.fixture
def no_reference(db):
    """Take the reference data out of a test that brings its own."""
    reference.empty()


@pytest.fixture(scope="session", autouse=True)
def _private_files_go_away():
    """Remove the private files that this process's tests wrote."""
    yield
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Start every test with an empty cache, so that rate limits and the like do not carry over."""
    cache.clear()
    editions.forget()
