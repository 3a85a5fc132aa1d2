"""Whether a course's template has a newer version."""

from django.db.models import Exists, OuterRef

from onboarding.models import Course, PackVersion


def newest_versions(course):
    """Return ([versions the course should have today], whether any is newer than its own)."""
    own = {version.pack_id: version for version in course.versions.select_related("pack")}
    newest = {}
    for version in (
        PackVersion.objects.filter(pack__in=list(own), published_at__isnull=False)
        .select_related("pack")
        .order_by("number")
    ):
        newest[version.pack_id] = version
    wanted = sorted((newest.get(pk, version) for pk, version in own.items()), key=lambda v: (v.pack.order, v.pack_id))
    return wanted, any(own[version.pack_id].pk != version.pk for version in wanted)


def is_newer_than(course):
    """Tell whether a pack of the course has a newer version."""
    return Course.objects.filter(pk=course.pk).filter(has_newer()).exists()


def has_newer():
    """Return the condition on courses that one of their packs has a newer version."""
    newer = PackVersion.objects.filter(pack=OuterRef("pack"), number__gt=OuterRef("number"), published_at__isnull=False)
    return Exists(PackVersion.objects.filter(courses=OuterRef("pk")).filter(Exists(newer)))
