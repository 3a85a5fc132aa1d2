"""Settings come from the environment, with types, and nonsense is refused in plain words."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(settings.ROOT)


def test_every_variable_is_in_the_operations_guide():
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', (ROOT / "config/settings.py").read_text(encoding="utf-8")))
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

    assert len(read) > 20
    assert [name for name in sorted(read) if f"`{name}`" not in guide] == []


def test_a_secret_can_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("A_SECRET", "from the variable")
    monkeypatch.setenv("A_SECRET_FILE", str(tmp_path / "secret"))

    assert env.text("A_SECRET") == "from the file"


def test_a_missing_secret_file_stops_the_start(monkeypatch, tmp_path):
    monkeypatch.setenv("A_SECRET_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(ImproperlyConfigured, match="A_SECRET_FILE points to"):
        env.text("A_SECRET")


def test_a_variable_that_must_be_set_is_named_when_missing(monkeypatch):
    monkeypatch.delenv("NEEDED", raising=False)

    with pytest.raises(ImproperlyConfigured, match="Set NEEDED"):
        env.text("NEEDED")


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("off", False), ("No", False)]
)
def test_yes_and_no_have_several_spellings(monkeypatch, written, meant):
    monkeypatch.setenv("A_FLAG", written)

    assert env.flag("A_FLAG") is meant


@pytest.mark.parametrize(("reader", "word"), [(env.flag, "yes or no"), (env.number, "whole number")])
def test_nonsense_is_refused_with_the_name_of_the_variable(monkeypatch, reader, word):
    monkeypatch.setenv("A_SETTING", "måske")

    with pytest.raises(ImproperlyConfigured, match=f"A_SETTING must be .*{word}"):
        reader("A_SETTING", None)


def test_a_database_is_read_from_a_url_with_port_or_socket(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:p%40ss@db.example:5433/house")
    by_port = env.database()
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna@/house?host=/run/postgres")
    by_socket = env.database()

    assert (by_port["HOST"], by_port["PORT"], by_port["USER"], by_port["PASSWORD"], by_port["NAME"]) == (
        "db.example",
        "5433",
        "anna",
        "p@ss",
        "house",
    )
    assert (by_socket["HOST"], by_socket["PORT"], by_socket["NAME"]) == ("/run/postgres", "", "house")


def test_another_database_than_postgresql_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///house.db")

    with pytest.raises(ImproperlyConfigured, match="PostgreSQL is the only database"):
        env.database()
