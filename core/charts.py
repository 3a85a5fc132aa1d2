"""Charts as SVG made on the server: the same in page and PDF, always with the numbers as a table beside them.

Each is drawn twice: as wide as it says, for a desk and for paper, and one bar below another for a phone, where the wide one's
letters would be too small to read. The style sheets show one of the two.

Colours come from classes in the style sheets; core.pdf lays print.css's rules into the picture. A hidden number (None) is written »vises ikke« and drawn as nothing.
"""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

CLASSES = ("a", "b", "c")
NARROW = 320  # about what a sheet is wide on a phone, so that a letter is as large there as here


def _number(value):
    return _("vises ikke") if value is None else str(value).replace(".", ",")


def bar_chart(rows, *, title, width=640, label_width=210):
    """Return lying bars for [(label, number or None)]; the title is read to those who don't see it."""
    if _nothing_to_draw(value for _label, value in rows):
        return _too_few()
    height, gap, thick = 36 * len(rows) + 16, 36, 22
    top = max((value for _label, value in rows if value), default=1)
    room = width - label_width - 90
    parts = []
    for place, (label, value) in enumerate(rows):
        y = 10 + place * gap
        length = round(room * (value or 0) / top, 1)
        parts.append(
            format_html(
                '<text x="{}" y="{}" text-anchor="end" dominant-baseline="central">{}</text>'
                '<rect class="a" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
                '<text class="v" x="{}" y="{}" dominant-baseline="central">{}</text>',
                label_width - 10,
                y + thick / 2,
                label,
                label_width,
                y,
                length,
                thick,
                label_width + length + 8,
                y + thick / 2,
                _number(value),
            )
        )
    return _svg(
        width,
        height,
        title,
        parts,
        format_html('<line class="axis" x1="{0}" y1="4" x2="{0}" y2="{1}"/>', label_width, height - 4),
        narrow=_narrow([(label, [value]) for label, value in rows], [""], title),
    )


def column_chart(labels, series, *, title, width=640, height=300):
    """Return standing columns side by side: labels along the axis, up to three series as [(name, numbers or None)]."""
    if _nothing_to_draw(value for _name, values in series for value in values):
        return _too_few()
    top = max((value for _name, values in series for value in values if value), default=1)
    step = _nice(top)
    ceiling = max(step, int(-(-top // step)) * step)
    left, bottom, head = 44, height - 34, 34
    room = width - left - 10
    slot = room / max(1, len(labels))
    thick = min(34, (slot - 10) / max(1, len(series)))
    parts = []
    for mark in range(0, ceiling + 1, step):
        y = round(bottom - (bottom - head) * mark / ceiling, 1)
        parts.append(
            format_html(
                '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>'
                '<text x="{}" y="{}" text-anchor="end" dominant-baseline="central">{}</text>',
                "axis" if mark == 0 else "grid",
                left,
                y,
                width - 10,
                y,
                left - 8,
                y,
                mark,
            )
        )
    for place, label in enumerate(labels):
        start = left + place * slot + (slot - thick * len(series)) / 2
        for number, (_name, values) in enumerate(series):
            value = values[place]
            tall = round((bottom - head) * (value or 0) / ceiling, 1)
            x = round(start + number * thick, 1)
            parts.append(
                format_html(
                    '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
                    CLASSES[number],
                    x,
                    bottom - tall,
                    round(thick - 3, 1),
                    tall,
                )
            )
            if value is None:
                parts.append(
                    format_html('<text x="{}" y="{}" text-anchor="middle">–</text>', x + thick / 2, bottom - 5)
                )
        parts.append(
            format_html(
                '<text x="{}" y="{}" text-anchor="middle">{}</text>',
                round(left + (place + 0.5) * slot, 1),
                height - 12,
                label,
            )
        )
    x = left
    for number, (name, _values) in enumerate(series if len(series) > 1 else []):
        parts.append(
            format_html(
                '<rect class="{}" x="{}" y="8" width="14" height="14" rx="3"/>'
                '<text x="{}" y="15" dominant-baseline="central">{}</text>',
                CLASSES[number],
                x,
                x + 20,
                name,
            )
        )
        x += 44 + 8 * len(str(name))
    rows = [(label, [values[place] for _name, values in series]) for place, label in enumerate(labels)]
    return _svg(width, height, title, parts, narrow=_narrow(rows, [name for name, _values in series], title))


def _nothing_to_draw(values):
    """Tell whether numbers are hidden and no other would be drawn: an empty frame would look like an error."""
    values = list(values)
    return None in values and not any(values)


def _too_few():
    """Say why there is no picture."""
    return format_html(
        '<p class="muted">{}</p>',
        _("Der er for få bag hvert tal til et diagram. Tallene bliver skjult, så ingen kan genkendes."),
    )


def _narrow(rows, names, title):
    """Return the drawing for a phone: each label on a line of its own, its bars below, in letters of the page's size."""
    top = max((value for _label, values in rows for value in values if value), default=1)
    room, thick, parts, y = NARROW - 76, 18, [], 4
    for number, name in enumerate(names if len(names) > 1 else []):
        parts.append(
            format_html(
                '<rect class="{}" x="0" y="{}" width="14" height="14" rx="3"/>'
                '<text x="20" y="{}" dominant-baseline="central">{}</text>',
                CLASSES[number],
                y,
                y + 7,
                name,
            )
        )
        y += 22
    for label, values in rows:
        parts.append(format_html('<text x="0" y="{}">{}</text>', y + 14, label))
        y += 21
        for number, value in enumerate(values):
            length = round(room * (value or 0) / top, 1)
            parts.append(
                format_html(
                    '<rect class="{}" x="0" y="{}" width="{}" height="{}" rx="3"/>'
                    '<text class="v" x="{}" y="{}" dominant-baseline="central">{}</text>',
                    CLASSES[number],
                    y,
                    length,
                    thick,
                    length + 8 if length else 0,
                    y + thick / 2,
                    _number(value),
                )
            )
            y += thick + 4
        y += 8
    return _drawing("chart chart-narrow", NARROW, y, title, parts)


def _nice(top):
    """Return a step that gives at most five lines."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if top / step <= 5:
            return step
    return top


def _svg(width, height, title, parts, extra="", *, narrow):
    """Return both drawings; each carries the title for screen readers, and one of them is shown."""
    return format_html(
        '<div class="charts">{}{}</div>', _drawing("chart", width, height, title, [*parts, extra]), narrow
    )


def _drawing(name, width, height, title, parts):
    """Wrap the parts of one drawing."""
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}</svg>',
        name,
        width,
        height,
        title,
        title,
        format_html_join("", "{}", ((part,) for part in parts)),
    )
