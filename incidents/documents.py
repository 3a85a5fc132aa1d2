"""What incidents print: the joint report (P-15), the journal note (P-16), the requisition (P-19), the call sheet (P-20),
the points of a briefing (P-21), the contingency plan (P-22) and the sheet for EASY. Each function returns the bytes of a PDF.

Only P-15, P-16 and published versions of P-22 are kept (core.documents.freeze); the others are made when they are asked for.
"""

from django.utils.translation import gettext as _

from core import calendar, documents, pdf
from core.settings_values import Settings
from core.texts import rows as text_rows
from incidents import plan as contents
from incidents.choices import PLACES, TILES
from incidents.rules import plan_steps

documents.register_kind("P-15", "incidents.read_report")
documents.register_kind("P-16", "incidents.read_journal_note")
documents.register_kind("P-22", "incidents.view_plan")
documents.register_kind("P-23", "incidents.view_proposal")


def case_number(incident, key="case_number_documentation"):
    """Return the case number a kind of document is filed on: its own, else the one for documentation; may be empty."""
    settings = Settings(incident.unit)
    return settings.text(key) or settings.text("case_number_documentation")


def kinds_in_words(incident):
    """Return what happened in plain words: »trusler og hærværk eller kast med ting«."""
    labels = TILES.labels()
    words = [labels[kind].lower() for kind in incident.kinds if kind in labels]
    return (
        words[0]
        if len(words) == 1
        else _("{first} og {last}").format(first=", ".join(words[:-1]), last=words[-1])
        if words
        else _("en hændelse")
    )


# -- frozen --------------------------------------------------------------------------------------------------------
def event_report(incident, report, number):
    """Return the joint report as it was confirmed (P-15)."""
    title = _("Hændelsesrapport")
    return pdf.render(
        "pdf/incidents/event_report.html",
        {
            "incident": incident,
            "report": report,
            "unit": incident.unit,
            "case_number": case_number(incident, "case_number_event_report"),
            "kinds": kinds_in_words(incident),
            "today": calendar.today(),
        },
        title=title,
        document_id=number,
    )


def journal_note(incident, note, number):
    """Return the note for the citizen's journal (P-16). It holds no employee's name but the writer's."""
    return pdf.render(
        "pdf/incidents/journal_note.html",
        {
            "incident": incident,
            "note": note,
            "unit": incident.unit,
            "case_number": case_number(incident),
        },
        title=_("Notat til borgerens journal"),
        document_id=number,
    )


# -- made when asked for -------------------------------------------------------------------------------------------
def sheet_fields(incident, person, settings, stored=None):
    """Return the eight fields of the requisition as [(code, label, value)], filled with what is known (INC-47).

    Without an incident only the place, the caller's telephone and the EAN number are known. What was corrected (`stored`)
    wins. Nothing of the story is put in by itself.
    """
    unit = incident.unit if incident else person.unit
    site = incident.site if incident else person.site
    known = {
        "workplace": ", ".join(str(part) for part in (site, unit) if part),
        "own_phone": person.phone,
        "ean_number": ean(settings),
        "what_happened": "",
        "need": "",
        "number_affected": "",
        "who_and_where": "",
        "affected_phones": "",
    }
    if incident:
        people = [incident.affected, *incident.also_affected.all()]
        known |= {
            "what_happened": _("{what}, {when}").format(
                what=kinds_in_words(incident).capitalize(), when=calendar.long_moment(incident.occurred_at)
            ),
            "need": _("Akut psykologhjælp") if incident.working_category == "A" else _("Samtale med en psykolog"),
            "number_affected": str(len(people)),
            "who_and_where": ", ".join(person.name for person in people),
            "affected_phones": ", ".join(person.phone for person in people if person.phone),
        }
    known |= {code: value for code, value in (stored or {}).items() if code in known}
    return [
        (row["code"], row["text"], known[row["code"]])
        for row in text_rows("crisis_guide")
        if row["kind"] == "requisition"
    ]


def ean(settings):
    """Return the EAN number in its groups on paper, 1-3-3-3-3; empty when it isn't set."""
    return contents.ean_in_groups(settings.text("ean_number"))


def requisition(fields, unit):
    """Return the requisition of psychological help, to be read out or sent (P-19)."""
    return pdf.render(
        "pdf/incidents/requisition.html",
        {"fields": fields, "unit": unit, "today": calendar.now()},
        title=_("Rekvisition af psykologhjælp"),
    )


def call_sheet(incident, person):
    """Return the sheet for a call to another department (P-20): an empty line for name and CPR, which are spoken only."""
    return pdf.render(
        "pdf/incidents/call_sheet.html",
        {
            "incident": incident,
            "person": person,
            "unit": incident.unit,
            "where": PLACES.phrase(incident.place),
        },
        title=_("Samtaleark: orientering af en anden afdeling"),
    )


def briefing_points():
    """Return the points of a briefing and what they are for (INC-60)."""
    return [
        (
            _("Sig, hvad der er sket"),
            _(
                "Kort og roligt, kun det, I ved. Nævn ikke borgerens navn, og spørg først medarbejderen, hvad der må siges."
            ),
        ),
        (
            _("Sig, hvad der bliver gjort"),
            _("Hvem tager sig af kollegaen, og hvad er besluttet. Sig også, hvad der ikke er besluttet endnu."),
        ),
        (
            _("Giv plads til spørgsmål"),
            _("Svar på det, du kan. Sig det, når du ikke ved det, og hvornår du vender tilbage."),
        ),
        (_("Giv plads til reaktioner"), _("De kan være forskellige og komme senere. Ingen skal forsvare sin.")),
        (_("Sig, hvor der er hjælp"), _("Lederen, AMR, TR og den gratis rådgivning. »Hjælp nu« virker uden login.")),
        (_("Aftal, hvad der sker i morgen"), _("Hvem møder ind hvor, og hvornår samles I igen.")),
    ]


def briefing(incident, points):
    """Return the points for whoever gathers the department (P-21). Nothing of the story stands on it."""
    return pdf.render(
        "pdf/incidents/briefing.html",
        {"unit": incident.unit, "points": points, "today": calendar.today()},
        title=_("Briefing af afdelingen"),
    )


def easy_fields(incident, report, settings):
    """Return the fields of EASY in EASY's own order as [(group, [(label, value, note)])] (BEK 799/2022, annex 1).

    What the product doesn't know or mustn't keep is None: an empty line on the sheet.
    """
    person = incident.affected
    when = calendar.local(incident.occurred_at)
    place = ", ".join(
        str(part) for part in (incident.site, incident.get_place_display(), incident.place_detail) if part
    )
    channel = incident.get_channel_display()
    harm = {"yes": _("Ja"), "no": _("Nej")}.get(incident.injured, "")
    return [
        (
            _("Den tilskadekomne"),
            [
                (_("Navn"), person.name, ""),
                (_("CPR-nummer"), None, _("Skriv det direkte i EASY. Det bliver ikke gemt her.")),
                (_("Stilling"), person.title, ""),
                (_("Ansættelsesform"), None, ""),
                (_("Ansat siden"), calendar.short_date(person.employed_since) if person.employed_since else None, ""),
                (
                    _("Skadens art"),
                    None,
                    _("Fysisk eller psykisk. Vælg på listen i EASY, og skriv ikke om sygdom her."),
                ),
                (_("Skadet del af kroppen"), None, _("Vælg på listen i EASY.")),
                (_("Kom nogen til skade?"), harm, ""),
                (
                    _("Første fraværsdag"),
                    calendar.short_date(incident.first_absence_on) if incident.first_absence_on else None,
                    "",
                ),
                (_("Forventet fravær"), None, _("Vælg et interval i EASY.")),
            ],
        ),
        (
            _("Arbejdsgiveren"),
            [
                (_("Navn"), str(incident.unit), ""),
                (_("Adresse"), incident.site.address or incident.unit.address, ""),
                (_("CVR-nummer"), None, _("Kommer fra MitID Erhverv.")),
                (_("Kontaktperson"), incident.responsible.name if incident.responsible else "", ""),
                (_("Telefon"), incident.responsible.phone if incident.responsible else "", ""),
            ],
        ),
        (
            _("Ulykken"),
            [
                (_("Dato"), calendar.short_date(when), ""),
                (_("Klokkeslæt"), calendar.clock(when), ""),
                (_("Sted"), place, ""),
                (
                    _("Hvad skete der?"),
                    _("{what} fra en borger.").format(what=kinds_in_words(incident).capitalize()),
                    _("Beskriv forløbet med egne ord i EASY."),
                ),
                (_("Kontaktmåde"), channel, ""),
                (_("Politianmeldt"), _police(incident), ""),
                (_("Vidner"), None, _("Navne står på hændelsen.")),
            ],
        ),
        (
            _("Anmeldelsen"),
            [
                (_("EAN-nr."), ean(settings), ""),
                (
                    _("Været ved lægen"),
                    calendar.short_date(report.doctor_seen_on) if report and report.doctor_seen_on else "",
                    "",
                ),
            ],
        ),
    ]


def _police(incident):
    """Say whether it is reported to the police."""
    police = getattr(incident, "police", None)
    return (
        _("Ja")
        if police and police.state == "reported"
        else _("Nej")
        if police and police.state == "not_reported"
        else ""
    )


def easy_sheet(incident, groups):
    """Return the sheet for EASY on paper, with an empty line where the CPR number goes."""
    return pdf.render(
        "pdf/incidents/easy_sheet.html",
        {"unit": incident.unit, "groups": groups, "today": calendar.today()},
        title=_("Ark til EASY"),
    )


# -- the contingency plan --------------------------------------------------------------------------------------------
def contingency_plan(plan, version, number=""):
    """Return the whole plan as paper (P-22): the written part of a version, and the live parts as they are today."""
    live = contents.Live(plan, templates=plan_steps.templates())
    title = _("Beredskabsplan for %(unit)s") % {"unit": plan.unit.name}
    return pdf.render(
        "pdf/incidents/plan.html",
        {
            "plan": plan,
            "unit": plan.unit,
            "version": version,
            "written": contents.written(version),
            "live": live,
            "today": calendar.today(),
        },
        title=title,
        document_id=number,
    )


# -- a walk-round, a matter in the press ---------------------------------------------------------------------------
def walk_round(walk, lines):
    """Return a walk-round on paper: what is to be put right, by whom and when, then what was in order (INC-89).

    `lines` is [(answer, how many photos)]; the photos themselves stay in the product.
    """
    return pdf.render(
        "pdf/incidents/walk.html",
        {
            "walk": walk,
            "faults": [line for line in lines if line[0].answer == "fault"],
            "others": [line for line in lines if line[0].answer != "fault"],
            "printed_on": calendar.today(),
        },
        title=_("Rundgang"),
    )


def media_log(case, phases, notes):
    """Return the log of a matter in the press on paper, for the file: what held, what was promised, what was done (INC-75)."""
    return pdf.render(
        "pdf/incidents/media_log.html",
        {
            "case": case,
            "unit": case.unit,
            "phases": [(name, [point for point in points if point[2]]) for _phase, name, points in phases],
            "notes": notes,
            "printed_on": calendar.now(),
        },
        title=_("Mediesag: log"),
    )


# -- overview and action cards -------------------------------------------------------------------------------------
def overview(context, number=""):
    """Return the anonymous numbers of an area for LokalMED's agenda (P-23)."""
    title = _("Vold og trusler: overblik")
    return pdf.render(
        "pdf/incidents/overview.html",
        {**context, "printed_on": calendar.today()},
        title=title,
        document_id=number,
    )


def action_card(context):
    """Return one page for the wall: one role at one site (P-22)."""
    return pdf.render(
        "pdf/incidents/card.html",
        {**context, "printed_on": calendar.today()},
        title=_("Handlekort"),
    )
