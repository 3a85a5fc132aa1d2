"""Make the tables of an empty database quickly: for the demo and for each process of the tests.

While migrations run, Django builds anew, at every step, each model that is connected with the one that changes. Here all are
connected through the person, so that fifteen seconds go by for what is one second of SQL. In an empty database nothing reads
those models; the tables come out the same (tests/config/test_schema.py). Where there are data, migrations run as Django does it.
"""

from contextlib import contextmanager, nullcontext

from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState


@contextmanager
def lean_state():
    """Let a migration's step build anew only the model that it changes."""
    whole = ProjectState._find_reload_model

    def only_itself(state, app_label, model_name, delay=False):
        return {(app_label, model_name)}

    ProjectState._find_reload_model = only_itself
    try:
        yield
    finally:
        ProjectState._find_reload_model = whole


def migrate():
    """Bring the database up to date, quickly if there is nothing in it."""
    with nullcontext() if connection.introspection.table_names() else lean_state():
        call_command("migrate", interactive=False, verbosity=0)
