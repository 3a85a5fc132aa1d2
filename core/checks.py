"""What a machine can hold us to at start-up: every action in use has a line, every subject an address."""

from django.core.checks import Error, register


@register()
def every_subject_can_be_seen(app_configs, **kwargs):
    """Check that each subject's view action stands in the permission table."""
    from core.permissions import TABLE
    from core.subjects import SUBJECTS

    return [
        Error(f"Subject {subject.type} is seen through {subject.view_action}, which no line of the permission table names.", id="core.E010")
        for subject in SUBJECTS.values()
        if subject.view_action not in TABLE
    ]
