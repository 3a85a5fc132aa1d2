"""Write every encrypted text with the newest key, so that an old key can be taken away (docs/encryption.md)."""

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from core.crypto import encrypted_fields, rotate

BATCH = 200


class Command(BaseCommand):
    """Re-encrypt: `manage.py rotate_keys`; count what is left: `manage.py rotate_keys --check`."""

    help = "Write every encrypted text with the first key of FIELD_KEYS. May be stopped and run again at any time."

    def add_arguments(self, parser):
        """Take the size of a batch and whether only to count."""
        parser.add_argument("--batch", type=int, default=BATCH, help="Rows per transaction.")
        parser.add_argument("--check", action="store_true", help="Change nothing; fail if a text needs an older key.")

    def handle(self, *args, batch, check, **options):
        """Go through every table with encrypted columns; each batch is a transaction of its own."""
        changed = unreadable = 0
        for model in apps.get_models():
            fields = encrypted_fields(model)
            if not fields or not model._meta.managed or model._meta.proxy:
                continue
            done, lost = self._table(model, fields, max(1, batch), check)
            if done or lost:
                self.stdout.write(f"{model._meta.label}: {done} {'to do' if check else 'rewritten'}, {lost} unreadable")
            changed, unreadable = changed + done, unreadable + lost
        done, lost = self._second_steps(check)
        changed, unreadable = changed + done, unreadable + lost
        keys = len(settings.FIELD_KEYS)
        self.stdout.write(f"{changed} texts {'are written with an older key' if check else 'rewritten'}; {keys} keys.")
        if unreadable:
            raise CommandError(f"{unreadable} texts fit no key of FIELD_KEYS and were left as they are.")
        if check and changed:
            raise CommandError("Run rotate_keys before an older key is taken away.")

    def _table(self, model, fields, batch, check):
        """Rewrite one table in the order of its keys; return how many texts were (or need to be) rewritten or are lost.

        The rows are read and written as they stand, without the model: no default manager, signal or action is
        involved, because nothing changes in what the row says.
        """
        quote = connection.ops.quote_name
        table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
        columns = [quote(field.column) for field in fields]
        lock = "" if check else "FOR UPDATE"
        select = f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE {key} > %s ORDER BY {key} LIMIT %s {lock}"  # noqa: S608
        last, changed, unreadable = self._before_first(model), 0, 0
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                # Locked rows may be rewritten in this transaction, their encrypted columns only (incidents 0005).
                cursor.execute(select, [last, batch])
                rows = cursor.fetchall()
                cursor.execute("SET LOCAL arbejdspladsen.reencrypting = 'on'")
                for pk, *tokens in rows:
                    found, lost = self._newer(columns, tokens)
                    unreadable += lost
                    changed += len(found)
                    if found and not check:
                        places = ", ".join(f"{column} = %s" for column in found)
                        cursor.execute(f"UPDATE {table} SET {places} WHERE {key} = %s", [*found.values(), pk])  # noqa: S608
                cursor.execute("SET LOCAL arbejdspladsen.reencrypting = 'off'")  # also inside a longer transaction
            if len(rows) < batch:
                return changed, unreadable
            last = rows[-1][0]

    @staticmethod
    def _second_steps(check):
        """Rewrite the secrets of codes and recovery codes, which allauth keeps inside a JSON column."""
        changed = unreadable = 0
        for step in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).iterator(chunk_size=BATCH):
            for name in ("secret", "seed"):
                token = step.data.get(name)
                try:
                    newer = rotate(token) if token else None
                except InvalidToken:
                    unreadable += 1
                    continue
                if newer is not None:
                    changed += 1
                    if not check:
                        Authenticator.objects.filter(pk=step.pk, data=step.data).update(data=step.data | {name: newer})
        return changed, unreadable

    @staticmethod
    def _newer(columns, tokens):
        """Return {column: new token} for the tokens of an older key, and how many fit no key."""
        found, lost = {}, 0
        for column, token in zip(columns, tokens, strict=True):
            if not token:
                continue
            try:
                newer = rotate(token)
            except InvalidToken:
                lost += 1
            else:
                if newer is not None:
                    found[column] = newer
        return found, lost

    @staticmethod
    def _before_first(model):
        """Return a value that is smaller than every key of the table."""
        kind = model._meta.pk.get_internal_type()
        if kind == "UUIDField":
            return "00000000-0000-0000-0000-000000000000"
        return "" if kind in {"CharField", "SlugField"} else -1
