"""Encrypt sensitive text at field level with keys from outside the database; several keys allow rotation."""

import json
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


@cache
def _fernet():
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def encrypt(text):
    """Return the token of a text."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(token):
    """Return the text of a token."""
    return _fernet().decrypt(token.encode()).decode()


class EncryptedTextField(models.TextField):
    """A text that stands encrypted in the database; `max_length` counts the plain text."""

    def get_prep_value(self, value):
        return None if value is None else encrypt(str(value)) if value != "" else ""

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value

    def get_lookup(self, name):
        if name in {"isnull"}:
            return super().get_lookup(name)
        raise FieldError("Encrypted fields cannot be searched.")


class EncryptedJSONField(EncryptedTextField):
    """JSON that stands encrypted."""

    def get_prep_value(self, value):
        return super().get_prep_value(json.dumps(value, ensure_ascii=False))

    def from_db_value(self, value, expression, connection):
        return json.loads(decrypt(value)) if value else None
