"""The house keeps its plan: what the linters are told matches what is there."""

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from core import permissions
from tests.situation import named_addresses

ROOT = Path(settings.ROOT)
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def our_apps():
    """Return the installed apps whose code lies in this checkout."""
    return {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}


def test_every_app_is_held_by_the_layer_check():
    assert our_apps() <= set(LINTER["root_packages"])


def test_every_apps_rooms_are_held_by_the_room_check():
    rooms = next(contract for contract in LINTER["contracts"] if "containers" in contract)
    assert set(rooms["containers"]) == our_apps() - {"core"}


def own_tables():
    """Return the apps that keep their tables beside their tests; those of core and incidents stand in tests/ itself."""
    return sorted(our_apps() - {"core", "incidents"})


@pytest.mark.parametrize("app", own_tables())
def test_every_address_of_an_app_stands_in_its_table(app):
    addresses = {name for name in named_addresses() if name.startswith(f"{app}:")}
    listed = import_module(f"tests.{app}.test_url_access").LISTED if addresses else set()
    assert set(listed) == addresses


@pytest.mark.parametrize("app", own_tables())
def test_every_action_of_an_app_stands_in_its_table(app):
    actions = {name for name in permissions.TABLE if name.startswith(f"{app}.")}
    listed = import_module(f"tests.{app}.test_permission_table").TABLE if actions else {}
    assert set(listed) == actions
