"""The few named signals by which one app may hear of another. Receivers run inside the sender's transaction."""

from django.dispatch import Signal

todo_completed = Signal()  # todo, by
todo_reopened = Signal()  # todo, by
todos_withdrawn = Signal()  # subject (type, id), ids, by
person_started = Signal()  # person, on, by
person_left = Signal()  # person, on, by
role_changed = Signal()  # role, by
unit_changed = Signal()  # unit, by
development_planned = Signal()  # person, by
topic_offered = Signal()  # topic (core.topics.Topic), by
