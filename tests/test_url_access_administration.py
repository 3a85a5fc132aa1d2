"""The administration's addresses: who gets in."""

ADMINISTRATION: set[str] = set()
