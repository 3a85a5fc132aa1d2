"""Is the process up; can it do its work? For load balancers, without any data about people."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def healthz(request):
    """Answer that the process is up."""
    return JsonResponse({"ok": True})


@login_not_required
@require_GET
def readyz(request):
    """Answer whether the database answers and is migrated."""
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    return JsonResponse({"ok": not behind, "database": True, "migrated": not behind}, status=503 if behind else 200)
