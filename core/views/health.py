"""Is the process up; can it do its work? For load balancers, without any data about people."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@login_not_required
@never_cache
@require_GET
def healthz(request):
    """Answer that the process is up; asks nobody else."""
    return JsonResponse({"ok": True})


@login_not_required
@never_cache
@require_GET
def readyz(request):
    """Answer whether the database answers and is migrated."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        migrated = _is_migrated()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    return JsonResponse({"ok": migrated, "database": True, "migrated": migrated}, status=200 if migrated else 503)


def _is_migrated():
    """Tell whether every migration of this release is applied; once it is, the process doesn't look again."""
    if not _seen:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _seen.append(True)
    return True


_seen: list[bool] = []
