"""The product's addresses and the floor: a bare page for a signed-in person on the same stack."""

from django.http import HttpResponse
from django.urls import include, path


def floor(request):
    """Answer with the person's name: session, person and middleware, nothing else."""
    return HttpResponse(f"<!doctype html><title>floor</title><p>{request.user.name}</p>")


urlpatterns = [path("floor/", floor), path("", include("config.urls"))]
