"""What somebody had read when they wrote: a sum of the values that a form showed, so that nobody writes over unseen words.

For rows without a version number of their own. The form carries the sum in `version`, the verb checks it under a lock.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager

from core.editions import digest
from core.texts import error


class Stale(ValidationError):
    """Somebody wrote meanwhile."""

    def __init__(self):
        super().__init__(error("E-49"), code="stale")


class SeenForm(forms.Form):
    """A form that knows what it was filled in from."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)


def sum_of(row, names):
    """Return the sum of some values of a row; of a relation to many it is who stands there."""
    return digest([_plain(getattr(row, name)) for name in names])


def initial(row, names):
    """Return what a `SeenForm` shows of a row."""
    shown = {name: getattr(row, name) for name in names}
    return {name: _plain(value) for name, value in shown.items()} | {"version": sum_of(row, names)}


def hold(row, names, version):
    """Lock the row and return it fresh; Stale when it no longer says what the writer saw. No version: nothing was shown."""
    fresh = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and version != sum_of(fresh, names):
        raise Stale
    return fresh


def _plain(value):
    """Return a value as it stands in a form: of many rows their numbers."""
    if isinstance(value, Manager):
        return sorted(one.pk for one in value.all())
    return value
