"""The quick way to an empty database's tables gives the same tables as Django's own."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

SHAPE = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length "
    "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
)
MIGRATE = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # as in the tests: no table
connection.settings_dict["NAME"] = sys.argv[1]
call_command("migrate", interactive=False, verbosity=0)
with connection.cursor() as cursor:
    found = []
    for query in json.loads(sys.argv[2]):
        cursor.execute(query)
        found.append(cursor.fetchall())
print(json.dumps(found, default=str))
"""


@pytest.mark.django_db(transaction=True)
def test_the_quick_way_gives_the_same_tables():
    name = f"{connection.settings_dict['NAME']}_plain"
    with connection.cursor() as cursor:
        found = []
        for query in SHAPE:
            cursor.execute(query)
            found.append([list(row) for row in cursor.fetchall()])
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        answer = subprocess.run(
            [sys.executable, "-c", MIGRATE, name, json.dumps(SHAPE)],
            cwd=settings.ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(settings.ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
    plain = json.loads(answer.stdout.splitlines()[-1])
    assert [len(part) for part in plain] == [len(part) for part in found] and len(plain[0]) > 500
    assert plain == found
