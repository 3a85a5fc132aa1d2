"""Encrypt sensitive text at field level with keys from outside the database (docs/encryption.md).

A narrative, a citizen's name, next of kin and private notes stand in the database as Fernet tokens (AES-128-CBC with
HMAC-SHA256). Several keys may be given: the first encrypts, all decrypt, and `manage.py rotate_keys` moves old text to
the first. Written here and not taken from django-fernet-encrypted-fields, because that library derives its key from
SECRET_KEY, so that the key for signing could never be changed alone; shows the token as if it were the text when no key
fits; and lets a search run that can never find anything.
"""

import json
from datetime import date
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models


@cache
def _fernet():
    """Return the keys of settings.FIELD_KEYS as one, the first for writing."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


@cache
def _newest():
    """Return the key that text is written with today."""
    return Fernet(settings.FIELD_KEYS[0])


def forget_keys():
    """Read FIELD_KEYS again at the next use: for tests that change them."""
    _fernet.cache_clear()
    _newest.cache_clear()


def encrypt(text):
    """Return the token of a text: about four thirds of its length in bytes and 100 letters more."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(token):
    """Return the text of a token. Raises InvalidToken when no key fits or a letter of it was changed."""
    return _fernet().decrypt(token.encode()).decode()


def rotate(token):
    """Return the token written with the newest key, or None if it is already. Raises InvalidToken if no key fits."""
    try:
        _newest().decrypt(token.encode())
    except InvalidToken:
        return _fernet().rotate(token.encode()).decode()
    return None


class EncryptedTextField(models.TextField):
    """A text that stands encrypted in the database. `max_length` counts letters of the plain text.

    An empty text stands empty and None stands as null, so that »is there anything« can be asked without the key. Any
    other lookup is refused: the same text never gives the same token, so a search would find nothing in silence.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.max_length is not None:  # TextField leaves it to the widget alone
            self.validators.append(MaxLengthValidator(self.max_length))

    def get_prep_value(self, value):
        """Return the token to store."""
        if value is None or value == "":
            return value
        return encrypt(str(value))

    def from_db_value(self, value, expression, connection):
        """Return the text of what is stored."""
        return decrypt(value) if value else value

    def get_lookup(self, name):
        """Allow »isnull«; raise FieldError for everything else."""
        if name == "isnull":
            return super().get_lookup(name)
        raise FieldError(f"{self.name} is encrypted and cannot be searched.")

    def get_transform(self, name):
        """Refuse every transform."""
        raise FieldError(f"{self.name} is encrypted and cannot be searched.")


class EncryptedJSONField(EncryptedTextField):
    """Lists, dicts, texts, numbers, true and false that stand encrypted as JSON."""

    def get_prep_value(self, value):
        """Return the token of the value's JSON; also of an empty value."""
        return encrypt(json.dumps(value, ensure_ascii=False))

    def from_db_value(self, value, expression, connection):
        """Return the value of what is stored."""
        return json.loads(decrypt(value)) if value else None

    def to_python(self, value):
        """Return the value as it is: TextField would make a text of it."""
        return value

    def value_to_string(self, obj):
        """Return the value for a serializer, which writes JSON itself."""
        return self.value_from_object(obj)


class EncryptedDateField(EncryptedTextField):
    """A day that stands encrypted as ISO text."""

    def get_prep_value(self, value):
        """Return the token of the day."""
        return encrypt(str(self.to_python(value))) if value else None

    def from_db_value(self, value, expression, connection):
        """Return the day of what is stored."""
        return date.fromisoformat(decrypt(value)) if value else None

    def to_python(self, value):
        """Return a date, also of ISO text."""
        return date.fromisoformat(value) if isinstance(value, str) and value else value

    def value_to_string(self, obj):
        """Return the day for a serializer."""
        day = self.value_from_object(obj)
        return str(day) if day else ""


def encrypted_fields(model):
    """Return a model's own encrypted fields."""
    return [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]
