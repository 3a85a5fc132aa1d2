"""Which sanction a letter can be about, and which of its blocks says the measure."""

from core import editions

# Which block says which measure (language.md 4b); B1 is followed by one of them, and by more when more is approved.
BLOCK_OF_MEASURE = {
    "phone_only": "B2",
    "writing_only": "B3",
    "by_appointment": "B4",
    "second_person": "B5",
    "phone_rule": "B6",
}
DECIDED = ("approved", "in_force")


def is_contact_restriction(sanction):
    """Tell whether the sanction is an approved limit on contact that a letter may announce."""
    return sanction is not None and sanction.measure in BLOCK_OF_MEASURE and sanction.state in DECIDED


def may_announce_restriction(kind):
    """Tell whether a type of letter has a place for an approved limit on contact."""
    order = editions.kept("incidents.letters")[kind.code]["order"]
    return any("only_with" in entry or entry.get("block") == "K4" for entry in order)


def matching_sanction(kind, sanctions, *, decided=DECIDED):
    """Return the newest sanction that a letter of the type can be about, or None.

    Ban and warning need their own; a hearing is about the proposal; an end is about what has ended or will; the others
    may announce an approved limit on contact.
    """

    def fits(sanction):
        if kind.code == "ban_hearing":
            return sanction.measure == "access_ban" and sanction.state == "proposed"
        if kind.code == "end_of_restriction":
            return (sanction.measure in BLOCK_OF_MEASURE or sanction.measure == "access_ban") and sanction.state in (
                *decided,
                "expired",
                "lifted",
                "replaced",
            )
        if kind.measure in ("access_ban", "written_warning"):
            return sanction.measure == kind.measure and sanction.state in decided
        return may_announce_restriction(kind) and is_contact_restriction(sanction)

    ended_first = sorted(
        (one for one in sanctions if fits(one)),
        key=lambda one: (one.state in decided if kind.code == "end_of_restriction" else False, -one.pk),
    )
    return ended_first[0] if ended_first else None
