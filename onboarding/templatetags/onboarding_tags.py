"""The few filters that only introductions need."""

from django import template
from django.utils.html import format_html_join

from core import calendar
from onboarding import words

register = template.Library()
FRIDAY = 5


@register.filter
def roles_in_words(codes):
    """Return the roles of a row."""
    return words.roles_in_words(codes)


@register.filter
def length_in_words(months):
    """Return how long an introduction lasts: »tre måneder«."""
    return words.length_in_words(months)


@register.filter
def has(actions, action):
    """Tell whether an action is among those the person may do."""
    return action in (actions or ())


@register.filter
def every_week(row):
    """Return the weekday of a weekly row, »fredag«: Friday, else the day that comes in its place for who is off on Fridays."""
    planned = [day.isoweekday() for day in getattr(row, "days", ())]
    if planned:
        number = max(set(planned), key=planned.count)
    else:
        number = FRIDAY if row.day is None or FRIDAY in row.course.weekdays else row.day.isoweekday()
    return calendar.WEEKDAYS[number - 1]


@register.filter
def clocked(plan):
    """Count a plan's meetings with a clock time."""
    return sum(one.clock is not None for one in plan.meetings)


@register.filter
def decimal(value):
    """Return a number as it is written in Danish."""
    return str(value).replace(".", ",")


@register.simple_tag
def hidden_fields(form):
    """Return everything that was sent with a form as hidden fields, so that a confirmation carries it along."""
    pairs = [
        (name, value)
        for name in form.data
        if name not in ("csrfmiddlewaretoken", "step", "draft_token", "draft_key")
        for value in form.data.getlist(name)
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
