"""Sets of rows with a name. Everything a page shows comes through `visible_to(person)`."""

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from core import calendar


class PersonQuerySet(models.QuerySet):
    """People."""

    def working(self, on=None):
        """Return those employed and not blocked on the day."""
        on = on or calendar.today()
        return self.filter(
            Q(active_from__isnull=True) | Q(active_from__lte=on),
            Q(active_to__isnull=True) | Q(active_to__gte=on),
            is_active=True,
        )

    def visible_to(self, person):
        """Return the colleagues whose names and work numbers the person may see: everyone who works here."""
        from core.permissions import rows

        return rows(person, "core.view_person")


class UnitQuerySet(models.QuerySet):
    """Units."""

    def in_use(self):
        """Return units that are not closed down."""
        return self.filter(closed_on__isnull=True)

    def visible_to(self, person):
        """Return every unit: the organisation is no secret to those who work here."""
        return self.all()


class SiteQuerySet(models.QuerySet):
    """Sites."""

    def in_use(self):
        """Return sites that are not closed down."""
        return self.filter(closed_on__isnull=True)

    def visible_to(self, person):
        """Return every site: alarms and escape routes are for everyone."""
        return self.all()


class TodoQuerySet(models.QuerySet):
    """To-dos."""

    def open(self):
        """Return what is not done yet."""
        return self.filter(state="open")

    def waiting_for(self, person):
        """Return what waits for the person: own, deputised for, or standing with a role of theirs.

        What is opened for a later day (the last lines of a year's checklist) lies on nobody's desk before that day.
        """
        from core.todos import waits_for

        return self.open().filter(waits_for(person), opened_at__lte=calendar.now())

    def late(self, at=None):
        """Return open to-dos whose deadline has passed."""
        return self.open().filter(due_at__lt=at or calendar.now())

    def about(self, subject):
        """Return the to-dos of one subject, given as a row or as (type, id)."""
        from core.subjects import key_of

        subject_type, subject_id = key_of(subject)
        return self.filter(subject_type=subject_type, subject_id=subject_id)


class VisibleQuerySet(models.QuerySet):
    """A base for tables whose reading right is one action of the permission table, named `view_action`."""

    view_action = ""

    def visible_to(self, person):
        """Return the rows the person may see today."""
        from core.permissions import rows

        return rows(person, self.view_action, self)


def written_out(model, annotations):
    """Return annotations on a model with their SQL written out, for a page that asks for many subqueries each time.

    Putting the same subqueries into words costs more than answering them; what doesn't change is written once a process.
    Only for the model's own table, never for a queryset that ends as somebody else's subquery.
    """
    query = model._base_manager.annotate(**annotations).order_by().query
    compiler, found = query.get_compiler(connection=connection), {}
    compiler.setup_query()
    for name in annotations:
        sql, parameters = compiler.compile(query.annotations[name])
        found[name] = RawSQL(sql, parameters, output_field=query.annotations[name].output_field)  # noqa: S611  (our own)
    return found


class TemplateQuerySet(models.QuerySet):
    """Templates and lists."""

    def visible_to(self, person):
        """Return every template: what the house writes and asks is no secret to those who work here."""
        from core.permissions import rows

        return rows(person, "core.view_template")


class EditionQuerySet(models.QuerySet):
    """Editions of templates."""

    def at(self, moment):
        """Return of each template the edition that was in force at a moment."""
        known = self.filter(published_at__lte=moment, valid_from__lte=calendar.local_date(moment))
        return known.order_by("template_id", "-number").distinct("template_id")
