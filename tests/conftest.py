"""Fixtures for every test."""

import shutil

import pytest
from django.conf import settings
from django.core.cache import cache


@pytest.fixture(scope="session", autouse=True)
def _private_files_go_away():
    """Remove the private files that this process's tests wrote."""
    yield
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Start every test with an empty cache, so that rate limits and the like do not carry over."""
    cache.clear()
