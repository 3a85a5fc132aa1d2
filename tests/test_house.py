"""The house keeps its plan: what the linters are told matches what is there."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

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
