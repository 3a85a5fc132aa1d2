"""What is going on right now: an incident in every state, so that each page has something to show."""

from datetime import timedelta

from config.demo.cases import TALKED, Case
from config.demo.drafts import back, drafts
from core import calendar
from core.settings_values import Settings
from incidents.actions import closing, letters, notes, police, sanctions, supplementing, taking_over, talks, ticking
from incidents.letters import building
from incidents.models import Sanction
from incidents.rules import measures

SHORT = timedelta(minutes=5)


def events(staff, stories):
    """Return the events of all open cases."""

    def case(who, story, citizen, **row):
        return Case(staff, {"who": who, "citizen": citizen, "course": "", **row}, stories[story] | row.get("told", {}))

    found = []
    for build in (
        untaken,
        running,
        letter_waits,
        ban_waits,
        harassment,
        follows_up,
        in_force,
        ends_soon,
        just_taken,
        implicated_leader,
    ):
        found += build(staff, case)
    return found + drafts(staff)


def first_hour(one, start, told_after=12, taken_after=9):
    """Return the events of a first hour as it should be; what follows counts from the moment it was taken over."""
    told = start + timedelta(minutes=told_after)
    taken = told + timedelta(minutes=taken_after)
    return [(told, lambda: one.report(start)), (taken, one.take_over), (taken + SHORT, one.categorise)], taken + SHORT


# -- nobody has taken it: the chain runs -----------------------------------------------------------------------------
def untaken(staff, case):
    """A threat on the duty telephone forty minutes ago; AMR looks after him, and the clock goes on telling the next leader."""
    one = case(
        "thomas.bulow",
        "phone_threat",
        "Dennis Kvist",
        wellbeing="shaken",
        needs=["call", "company"],
        told={
            "text": "Jeg har vagttelefonen. En far ringede om sin søns anbringelse. Han sagde, at han kører hertil nu, og at nogen kommer til at betale for det. Han lagde på, da jeg sagde, at jeg ringer til politiet.",
        },
    )
    start = calendar.now() - timedelta(minutes=50)

    def care():
        taking_over.take_care(one.again(), by=staff["amr"])

    return [(start + timedelta(minutes=10), lambda: one.report(start)), (start + timedelta(minutes=24), care)]


# -- Jonas: everything is running ------------------------------------------------------------------------------------
def running(staff, case):
    """A chair and a threat; taken over at once, help ordered, the police clock running, the letter half written."""
    one = case(
        "kollega",
        "chair",
        "Kim Lindgaard",
        reporter="medarbejder",
        wellbeing="shaken",
        needs=["company", "crisis_help"],
        keeps_letter_open=True,
        told={
            "kinds": ["threat", "vandalism"],
            "text": "Vi sad i samtalerum 2 om handleplanen. Kim Lindgaard rejste sig, kastede stolen ind i væggen og råbte, at Jonas skulle få det at føle. Jonas trykkede på alarmen, og serviceteamet kom. Politiet var der efter ti minutter.",
        },
    )
    one.leader = staff["leder"]
    start, now = back(1, "14.05"), calendar.now()
    if now - start > timedelta(hours=66):
        start = now - timedelta(hours=20)
    events, taken = first_hour(one, start, 9, 7)

    def look_after():
        one.care()
        one.order_help(talk_in_days=2)
        supplementing.fill(
            one.again(),
            {"called_112": "yes", "police_came": "yes", "likely_elsewhere": True, "expected_departments": "Jobcentret"},
            by=one.reporter,
        )
        notes.add_witness(
            one.again(),
            by=one.reporter,
            name=staff["amr"].name,
            phone=staff["amr"].phone,
            colleague=staff["amr"],
            will_explain=True,
        )

    def settle():
        one.next_day()
        one.gather_department()
        one.skip_injury()
        one.skip("counselling")

    def decide():
        police.decide(
            one.again(), by=one.leader, report=True, affected_view="Jeg vil gerne have, at det bliver anmeldt."
        )
        sanctions.propose(
            one.incident,
            by=staff["amr"],
            measure="phone_only",
            reason="Flere kolleger er utrygge ved at møde borgeren på gangen.",
        )
        letters.state_view(
            one.incident, by=one.affected, view="Jeg vil gerne have, at der kommer et brev, men uden mit navn."
        )
        letters.decide(
            one.incident,
            by=one.leader,
            send=True,
            reason="",
            talked_on=calendar.today(),
            affected_view="Jonas vil gerne have et brev uden sit navn.",
        )
        one.write_letter("threats", {"adresse": "Havnegade 14\n9999 Fjordby", "anledning": "et møde om handleplanen"})

    return [
        *events,
        (taken + timedelta(minutes=30), look_after),
        (min(taken + timedelta(hours=17), now - 2 * SHORT), settle),
        (min(taken + timedelta(hours=17), now - SHORT), decide),
    ]


# -- a letter that waits for approval --------------------------------------------------------------------------------
def letter_waits(staff, case):
    """Loud parents at a meeting; the letter is written and waits to be read and approved."""
    one = case("maja.hedegaard", "meeting_shout", "Nadja Holmgren", course="letter")
    one.leader = staff["leder"]
    events, taken = first_hour(one, back(3, "10.30"))

    def submit():
        one.police()
        letter = one.write_letter("insecurity", one.fields_of_letter())
        faults = letters.problems(building.Composition(letters.load(letter.pk)))
        if faults:
            raise RuntimeError(f"The demo's letter can't be sent to approval: {faults}")
        letters.submit(letter, by=one.leader, edit=letter.edit)
        one.sanction()
        one.skip("crisis_order")
        one.skip_report_of_events()
        one.skip_learning()

    return [
        *events,
        (taken + timedelta(minutes=40), one.care),
        (back(2, "9.40"), one.next_day),
        (back(1, "10.15"), one.gather_department),
        (back(1, "11.20"), submit),
    ]


# -- an access ban that the leader's leader decides ------------------------------------------------------------------
def ban_waits(staff, case):
    """Violence for the second time; the leader asks for an access ban, and Henrik decides."""
    one = case("sanne.toft", "push", "Torben Glad", course="police", wellbeing="hurt", needs=["company"])
    events, taken = first_hour(one, back(4, "13.15"))

    def look_after():
        one.care()
        one.order_help(talk_in_days=1)

    def ask():
        one.police()
        sanctions.propose(
            one.again(),
            by=one.leader,
            measure="access_ban",
            reason="Det er anden gang på et halvt år, at borgeren bruger vold i huset.",
        )
        proposal = Sanction.objects.get(incident=one.incident, measure="access_ban")
        starts, ends, review = measures.default_dates(Settings(one.incident.unit), "access_ban")
        sanctions.send_ban_up(
            proposal,
            by=one.leader,
            values={
                "reason": "Borgeren skubbede en medarbejder op mod en dør og har tidligere slået ud efter en anden.",
                "proportionality": "Han har fået en skriftlig advarsel og må kun komme efter aftale. Det har ikke hjulpet.",
                "starts_on": starts,
                "ends_on": ends,
                "review_on": review,
                "scope": one.site.name,
                "what_to_do": str(measures.WHAT_TO_DO["access_ban"]),
                "site": one.site,
                "is_formal_decision": False,
            },
        )

    return [
        *events,
        (taken + timedelta(minutes=25), look_after),
        (back(3, "9.20"), one.next_day),
        (back(3, "9.40"), one.skip_injury),
        (back(2, "15.05"), one.help_held),
        (back(2, "15.30"), one.gather_department),
        (back(1, "12.40"), ask),
    ]


# -- harassment on the net -------------------------------------------------------------------------------------------
def harassment(staff, case):
    """Fourteen mails since Monday; the evidence is kept, what to do is being decided."""
    one = case("zofia.zak", "mails", "Henning Brask", wellbeing="shaken")
    events, taken = first_hour(one, back(2, "8.50"), 30, 55)

    def keep():
        one.tick("evidence", "Alle mails er gemt, og den sidste er vedhæftet.")
        notes.write_phone_note(
            one.again(),
            by=one.affected,
            called_at=calendar.now() - timedelta(hours=1),
            citizen_name="Henning Brask",
            phone="",
            words="»Du skal svare mig i dag, ellers skriver jeg til avisen igen.« Han talte hurtigt og lagde på, da jeg sagde, at jeg ville notere det.",
        )

    return [
        *events,
        (taken + timedelta(hours=2), keep),
        (
            back(1, "10.10"),
            lambda: talks.record_talk(one.again(), by=one.leader, held_at=calendar.now(), held_with=one.leader),
        ),
        (back(1, "10.20"), one.next_day),
        (back(1, "10.40"), lambda: one.skip("crisis_order")),
    ]


# -- waits for the follow-up -----------------------------------------------------------------------------------------
def follows_up(staff, case):
    """All that was urgent is done; the leader looks at it again in twelve days."""
    one = case(
        "simon.baekgaard", "phone_threat", "Maria Toftlund", course="police", wellbeing="shaken", needs=["crisis_help"]
    )
    events, taken = first_hour(one, back(13, "11.35"))

    def look_after():
        one.care()
        one.order_help()

    def wait():
        for todo in closing.missing(one.again()):
            ticking.not_relevant(one.incident, todo.code, by=one.leader, reason=TALKED)
        closing.await_follow_up(one.again(), by=one.leader, on=calendar.add_working_days(calendar.today(), 10))

    return [
        *events,
        (taken + timedelta(minutes=30), look_after),
        (back(12, "9.10"), one.next_day),
        (back(12, "10.00"), one.police),
        (back(10, "13.30"), one.sanction),
        (back(9, "14.45"), one.help_held),
        (back(9, "14.50"), one.skip_injury),
        (back(7, "10.15"), one.report_of_events),
        (back(5, "12.50"), one.learn),
        (back(4, "15.10"), wait),
    ]


# -- a measure in force, with a message to the site ------------------------------------------------------------------
def in_force(staff, case):
    """A citizen may only come by appointment; everybody at the town hall can read what to do."""
    one = case("lars.kjeldsen", "push", "Preben Stoltz", course="police", needs=["home"])
    events, taken = first_hour(one, back(7, "12.55"))

    def look_after():
        one.care()
        one.order_help()

    def restrict():
        one.decide("by_appointment")
        one.tell_staff()
        one.gather_department()
        one.skip_injury()
        one.skip("counselling")
        one.skip_report_of_events()

    return [
        *events,
        (taken + timedelta(minutes=30), look_after),
        (back(6, "8.45"), one.next_day),
        (back(6, "9.30"), one.police),
        (back(5, "13.05"), restrict),
        (back(4, "14.30"), one.help_held),
    ]


# -- a measure that ends in ten days ---------------------------------------------------------------------------------
def ends_soon(staff, case):
    """Eighty days ago; the case is closed, and the restriction ends by itself in ten days."""
    one = case(
        "maja.hedegaard",
        "desk_threat",
        "Jimmy Raaberg",
        course="restriction",
        wellbeing="shaken",
        ends_on=calendar.today() + timedelta(days=10),
    )
    one.leader = staff["leder"]
    events, taken = first_hour(one, back(57, "13.20"))

    def look_after():
        one.care()
        one.order_help()

    def restrict():
        one.sanction()
        one.send_letter("threats")
        one.gather_department()

    return [
        *events,
        (taken + timedelta(minutes=20), look_after),
        (back(56, "9.00"), one.next_day),
        (back(56, "9.50"), one.police),
        (back(55, "13.10"), restrict),
        (back(53, "14.20"), one.help_held),
        (back(52, "10.10"), one.skip_report_of_events),
        (back(48, "11.30"), one.skip_learning),
        (back(38, "13.00"), one.close),
        (back(37, "9.15"), one.answer),
    ]


# -- taken over, not yet categorised ---------------------------------------------------------------------------------
def just_taken(staff, case):
    """Loud words in the library two hours ago; the leader has taken it over and talked with her."""
    one = case("gerda.poulin", "library_shout", "Gurli Thode", needs=["call"])
    start = calendar.now() - timedelta(hours=2)
    return [
        (start + timedelta(minutes=14), lambda: one.report(start)),
        (start + timedelta(minutes=41), one.take_over),
        (start + timedelta(minutes=70), one.care),
    ]


# -- the leader is mixed up in it ------------------------------------------------------------------------------------
def implicated_leader(staff, case):
    """The nearest leader knows the family, so the case is out of her sight and lies with her leader."""
    one = case("nanna.vinther", "home_loud", "Bo Engelund", wellbeing="shaken")
    one.leader = staff["chef"]
    start = back(2, "15.10")
    told = start + timedelta(minutes=35)

    def tell():
        one.report(start)
        taking_over.implicate(
            one.again(), staff["andenleder"], by=one.affected, reason="Helle er i nær familie med den, det handler om."
        )

    return [
        (told, tell),
        (told + timedelta(minutes=22), one.take_over),
        (told + timedelta(minutes=30), one.categorise),
        (told + timedelta(minutes=50), one.care),
        (back(1, "13.10"), one.next_day),
        (back(1, "13.30"), lambda: one.skip("crisis_order")),
    ]
