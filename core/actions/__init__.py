"""Core's verbs, one module per noun: profile, next of kin, attachments, people, places, roles, settings, imports."""
