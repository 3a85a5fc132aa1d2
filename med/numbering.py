"""The numbers of an agenda: they begin again in each part (MED-06)."""

from dataclasses import dataclass

from med.choices import Part


@dataclass
class NumberedPart:
    """One part with its items as [(number, treatment)]."""

    code: str
    title: str
    items: list

    @property
    def minutes(self):
        """Return the expected minutes of the part."""
        return sum(item.duration for _number, item in self.items)


def parts(treatments):
    """Return the parts that have items, in order; the treatments must be those that stand on the agenda."""
    grouped: dict = {}
    for one in treatments:
        grouped.setdefault(one.part, []).append(one)
    return [
        NumberedPart(
            code,
            f"{code}. {Part(code).label}",
            list(enumerate(sorted(grouped[code], key=lambda one: (one.order, one.pk)), start=1)),
        )
        for code in Part.values
        if code in grouped
    ]


def label_of(treatment, siblings):
    """Return an item's number in words of the field: »A 3«."""
    for part in parts(siblings):
        for number, one in part.items:
            if one.pk == treatment.pk:
                return f"{part.code} {number}"
    return ""
