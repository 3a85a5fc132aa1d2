"""The addresses beside agenda and minutes, and who of the cast gets in. Tried in test_beside_access.py."""

EVERYONE = {"med:own_calendar"}
OPEN = {"med:feed"}  # a secret is the key
POST_ONLY: dict = {}  # address: row of Beside
SEATED = "leder tr amr chef medarbejder referent kollega sfk"
MEMBERS = "leder tr amr chef medarbejder"
TAKERS = "leder tr referent"

# address: (row of Beside, who gets in, to whom it is forbidden; for all others it isn't there)
PAGES = {
    "med:invitation": ("one", SEATED, ""),
    "med:invitation_file": ("one", SEATED, ""),
    "med:series": ("body", TAKERS, "*"),
}
LISTED = {*EVERYONE, *OPEN, *POST_ONLY, *PAGES}
