"""The addresses beside agenda and minutes, and who of the cast gets in. Tried in test_beside_access.py."""

EVERYONE = {"med:own_calendar", "med:wheels", "med:register", "med:lifts", "med:training", "med:training_pdf"}
OPEN = {"med:feed"}  # a secret is the key
POST_ONLY = {  # address: rows of Beside
    "med:duty_on_agenda": "body duty",
    "med:discussion_begin": "body",
    "med:discussion_sign": "annual",
    "med:talks": "guideline",
    "med:frame_sign": "frame",
    "med:offer_answer": "record offer",
    "med:lift_accept": "lift",
    "med:signature": "agreement signature",
}
SEATED = "leder tr amr chef medarbejder referent kollega sfk"
MEMBERS = "leder tr amr chef medarbejder"
TAKERS = "leder tr referent"

# address: (row of Beside, who gets in, to whom it is forbidden; for all others it isn't there)
PAGES = {
    "med:invitation": ("one", SEATED, ""),
    "med:invitation_file": ("one", SEATED, ""),
    "med:series": ("body", TAKERS, "*"),
    "med:wheel": ("body", f"{SEATED} direktoer hr", "*"),
    "med:wheel_pdf": ("body", f"{SEATED} direktoer hr", "*"),
    "med:duties": ("body", f"{SEATED} direktoer hr", "*"),
    "med:duty": ("body duty", TAKERS, "*"),
    "med:duty_deviation": ("body duty", TAKERS, "*"),
    "med:discussion": ("annual", f"{SEATED} hr", ""),
    "med:discussion_pdf": ("annual", f"{SEATED} hr", ""),
    "med:goal_new": ("annual", f"{MEMBERS} referent", f"{SEATED} hr"),
    "med:goal": ("annual goal", f"{MEMBERS} referent", f"{SEATED} hr"),
    "med:assessment_new": ("body", f"{MEMBERS} referent", "*"),
    "med:assessment": ("assessment", f"{SEATED} hr", ""),
    "med:assessment_edit": ("assessment", f"{MEMBERS} referent", f"{SEATED} hr"),
    "med:plan_pdf": ("assessment", f"{SEATED} hr", ""),
    "med:measure_new": ("assessment", f"{MEMBERS} referent", f"{SEATED} hr"),
    "med:register_file": (":csv", "*", ""),
    "med:guideline": ("guideline", f"{SEATED} mentor", ""),
    "med:guideline_edit": ("guideline", f"{TAKERS} mentor", SEATED),
    "med:guideline_new": ("body", TAKERS, "*"),
    "med:hearing_new": ("guideline", f"{TAKERS} mentor", SEATED),
    "med:hearing_answer": ("hearing", TAKERS, ""),
    "med:agreement": ("agreement", f"{SEATED} mentor", ""),
    "med:agreement_edit": ("agreement", f"{TAKERS} mentor", SEATED),
    "med:agreement_new": ("body", TAKERS, "*"),
    "med:party_new": ("agreement", f"{TAKERS} mentor", SEATED),
    "med:lift": ("lift", f"{SEATED} direktoer", ""),
    "med:lift_answer": ("lift", "direktoer", SEATED),
    "med:lift_decline": ("lift", "direktoer", SEATED),
    "med:lift_new": ("past_item", TAKERS, SEATED),
    "med:telling": ("past", SEATED, ""),
    "med:telling_pdf": ("past", SEATED, ""),
    "med:telling_new": ("past_item", TAKERS, SEATED),
    "med:told": ("telling", f"{TAKERS} mentor", SEATED),
    "med:training_new": ("", "hr", "*"),
    "med:training_record": ("record", "leder tr amr hr", ""),
    "med:offer_new": ("record", "hr", "leder tr amr"),
    "med:offer_complete": ("record offer", "hr", "leder tr amr"),
    "med:frame": ("trio", "leder tr amr", "*"),
    "med:measure": ("measure", f"{TAKERS} mentor", SEATED),
}
LISTED = {*EVERYONE, *OPEN, *POST_ONLY, *PAGES}
