"""Reference data: loaded once into every test database, and put back after each test that really wrote to it.

Most tests run in a transaction that is rolled back, so what they change in a rule or a setting is gone with it. Tests with
threads, processes or a browser commit: after them `restore` empties what they filled and lays the reference data anew from a
copy. Django's own way, truncating every table, takes a second for each such test and would take the reference data along.
"""

from django.db import connection, transaction

from core import reference

KEPT = "kept"  # a schema of copies
ALWAYS = {"django_content_type", "auth_permission"}  # made by migrations, changed by nobody


def load():
    """Empty the database and load the reference data; keep a copy of every row."""
    name = connection.settings_dict["NAME"]  # no test database is made when no collected test asks for one
    if not name.startswith("test_"):
        raise RuntimeError(f"{name} is not a test database, and this would empty it.")
    with transaction.atomic():
        empty()
    reference.load_all()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in filled():
            cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE public."{table}"')


def restore():
    """Bring the database back to what `load` left."""
    with transaction.atomic(), connection.cursor() as cursor:
        empty()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [KEPT])
        for (table,) in cursor.fetchall():
            cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM {KEPT}."{table}"')  # noqa: S608


def empty():
    """Delete all rows, also those that a trigger lets nobody delete; foreign keys are looked at when all are gone."""
    with connection.cursor() as cursor:
        tables = filled()
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        guarded = [name for (name,) in cursor.fetchall() if name in tables]

        def run(template, names):
            if names:
                cursor.execute(";".join(template.format(name) for name in names))

        run('ALTER TABLE "{}" DISABLE TRIGGER USER', guarded)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        run('DELETE FROM "{}"', tables)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        run('ALTER TABLE "{}" ENABLE TRIGGER USER', guarded)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def filled():
    """Return the names of the tables that hold rows, asked in one query."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - ALWAYS)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
        )  # noqa: S608
        return [name for (name,) in cursor.fetchall()]
