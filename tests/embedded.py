"""Give the tests a PostgreSQL when nobody else did."""

import atexit
import os

from bin import servers


def provide_database():
    """Set DATABASE_URL, starting the embedded server when pytest runs without one.

    Workers of pytest-xdist inherit the variable from the main process, so one server serves all of them; it stops
    when the main process ends.
    """
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return
    if "PYTEST_VERSION" not in os.environ:  # mypy and the like read settings but use no database
        os.environ["DATABASE_URL"] = "postgresql://postgres@/arbejdspladsen"
        return
    os.environ.update(servers.start("test", os.getpid()))
    atexit.register(servers.stop, "test", os.getpid())
