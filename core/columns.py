"""What one column of a question is known by: its table's alias and its field.

Django reads that off the signature of a constructor, for every column of every ordered question that a page writes down;
it was a tenth of what most pages cost (docs/speed.md). Two columns are the same exactly when they were before.
"""

from django.db.models.expressions import Col, Expression
from django.utils.functional import cached_property


def known_by(column):
    """Return what a column is compared and looked up by."""
    field = Expression._identity  # type: ignore[attr-defined]
    return type(column), column.alias, field(column.target), field(column.output_field)


identity = cached_property(known_by)
identity.__set_name__(Col, "identity")
Col.identity = identity  # type: ignore[assignment]
