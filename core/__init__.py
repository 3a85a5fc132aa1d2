"""What every app stands on: people, places, roles, permissions, states, to-dos, reminders, mail, documents, audit.

Core imports no app. An app that wants to be heard registers itself: `core.subjects` (what a row is and who may see
it), `core.permissions` (its lines of the table), `core.receivers` (whom a reminder reaches), `core.search`,
`core.statistics`, `core.retention`, `core.shell` (navigation). docs/ has one page per mechanism.
"""
