"""Read the environment with types, and refuse nonsense at start-up in plain words."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MISSING = object()


def text(name, default=MISSING):
    """Return the variable NAME, or the content of the file that NAME_FILE points to (for secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE points to {path}, which cannot be read: {error}") from error
    value = os.environ.get(name)
    if value is None or value == "":
        if default is MISSING:
            raise ImproperlyConfigured(f"Set {name} (or {name}_FILE) in the environment.")
        return default
    return value


def flag(name, default=False):
    """Return a yes/no variable; accepts 1/0, true/false, yes/no, on/off."""
    value = str(text(name, "yes" if default else "no")).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def number(name, default=MISSING):
    """Return a whole number."""
    value = text(name, default)
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def words(name, default=()):
    """Return a comma-separated variable as a list."""
    value = text(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] or list(default)


def database(name="DATABASE_URL"):
    """Return Django's DATABASES entry for postgresql://user:password@host:port/name (a socket folder as ?host=…)."""
    url = urlsplit(text(name))
    if url.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with postgresql://. PostgreSQL is the only database.")
    query = dict(part.split("=", 1) for part in url.query.split("&") if "=" in part)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(query.get("host", url.hostname or "")),
        "PORT": str(url.port or ""),
    }
