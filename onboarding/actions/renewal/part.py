"""What one list of the newer version would change in a course."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Part:
    """What one list of the newer version would change in a course: lines of the template, and what carries it out."""

    name: str
    add: list = field(default_factory=list)
    drop: list = field(default_factory=list)
    change: list = field(default_factory=list)  # (line before, line now)
    stay: list = field(default_factory=list)  # (line, why it stays as it is here)
    when: dict = field(default_factory=dict)  # code of a line → the day it gets in this course
    moves: list = field(default_factory=list)  # (meeting, before, after or None), only of the meeting rule
    more: list = field(default_factory=list)  # meetings that come, only of the meeting rule
    act: Callable = lambda by: None

    @property
    def changes_something(self):
        """Tell whether taking the part up would do anything."""
        return bool(self.add or self.drop or self.change or self.moves or self.more)


def still(row, old, new):
    """Return {field: new value} of what the template changes and nobody has changed in the course."""
    return {name: value for name, value in new.items() if value != old[name] and getattr(row, name) == old[name]}
