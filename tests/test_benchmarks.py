"""The large municipality that speed is measured on can be made as the tables are now, and its pages open."""

import pytest
from django.test import Client

from benchmarks import dataset, pages

pytestmark = pytest.mark.django_db


def test_every_page_that_is_measured_opens(settings):
    settings.SECOND_STEP_FOR = ()
    dataset.build(0.004)
    for name, person, path in pages.PAGES():
        client = Client()
        if person is not None:
            client.force_login(person, backend="core.signin.PersonBackend")
        assert client.get(path).status_code == 200, name
