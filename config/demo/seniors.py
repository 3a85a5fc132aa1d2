"""Talks and agreements: a round of offers with every answer, Bent's coming talk, agreements in each state, 1:1 and MUS.

What is long over is written in bulk; what somebody may look at goes through the product's own verbs.
"""

from datetime import date, timedelta

from core import calendar
from core.directory import Directory
from core.models import BirthDate, Person
from senior.actions import agreements, clock, conversations, ground_data, handover, offers, plans, redistribution, talks
from senior.models import AgreementGroup, Conversation, GroupMembership, SeniorOffer, SeniorScheme, SeniorTalk

MORNING, AFTERNOON = calendar.parse_time("9.30"), calendar.parse_time("13.15")
GROUPS = {
    "familiebehandler": "social_educators",
    "rådgiver": "social_workers",
    "ungerådgiver": "social_workers",
    "socialfaglig konsulent": "educational_consultants",
    "administrativ medarbejder": "office_staff",
    "servicemedarbejder": "office_staff",
    "bibliotekar": "office_staff",
}
OWN_GROUP = {"senior": "social_educators"}
TALKED = (
    "Godt i gang med de nye sager. Vi aftalte at tage de svære samtaler to sammen.",
    "Travlt, men overskueligt. Ønsker mere tid til skriftligt arbejde.",
    "Vil gerne prøve kræfter med oplæring af nye kolleger.",
)


def fill(staff):
    """Give everybody an age and a group, write last year's talks, and return what happens since."""
    _ages(staff)
    _groups(staff)
    _old_talks(staff)
    _scheme(staff)
    story = Story(staff)
    return [
        (story.at(-62), clock_round),
        (story.at(-58), story.give),
        (story.at(-50), story.answer),
        (story.at(-44), story.pia),
        (story.at(-40), story.others),
        (story.at(-21), story.everyday),
        (story.at(-9), story.bent),
        (story.at(-6), story.morten),
        (story.at(-3), story.request),
        (story.at(-3), story.new_offer),
    ]


def clock_round():
    """Open the year's round, as the clock did."""
    clock.senior_offers(calendar.today())


def _ages(staff):
    """Give those without one a birth date between 26 and 64 years ago, spread by their place in the list."""
    today = calendar.today()
    unknown = Person.objects.filter(birth__isnull=True).order_by("pk")
    known = {staff["pia.skovgaard"].pk: 60, staff["morten.dahlgaard"].pk: 61}
    BirthDate.objects.filter(person__in=known).delete()
    rows = []
    for place, person in enumerate(unknown):
        age = 27 + (place * 11) % 37
        day = calendar.add_months(today, -12 * age) - timedelta(days=(place * 37) % 330)
        rows.append(BirthDate.of(person, date(today.year - known[person.pk], 4, 9) if person.pk in known else day))
    BirthDate.objects.bulk_create(rows)
    for person in staff.values():
        person.refresh_from_db()


def _groups(staff):
    """Register the groups of most; a few are left for HR to find."""
    known = {group.code: group for group in AgreementGroup.objects.all()}
    rows = []
    for name, person in staff.items():
        code = OWN_GROUP.get(name) or GROUPS.get(person.title.lower())
        if code and person.active_from:
            rows.append(
                GroupMembership(
                    person=person, group=known[code], starts_on=person.active_from, registered_by=staff["hr"]
                )
            )
    GroupMembership.objects.bulk_create(rows)


def _old_talks(staff):
    """Write 1:1 talks of four quarters and last year's MUS, held and confirmed."""
    today, directory, rows = calendar.today(), Directory(calendar.today()), []
    for place, person in enumerate(staff.values()):
        leader = directory.own_leader(person)
        if leader is None or person.unit_id is None:
            continue
        for quarter in range(1, 5):
            day = calendar.next_working_day(today - timedelta(days=20 + 91 * quarter - (place * 5) % 40))
            if person.active_from and day <= person.active_from + timedelta(days=60):
                continue
            is_mus = quarter == 3
            at = calendar.at(day, MORNING)
            rows.append(
                Conversation(
                    person=person,
                    leader=leader,
                    unit=person.unit,
                    kind="development_talk" if is_mus else "one_to_one",
                    planned_at=at,
                    place="Samtalerum 2",
                    held_on=day,
                    points=TALKED[(place + quarter) % 3],
                    employee_confirmed_at=at,
                    leader_confirmed_at=at,
                    created_at=at,
                    version=1,
                )
            )
    Conversation.objects.bulk_create(rows)


def _scheme(staff):
    """Let the scheme have been evaluated once, and be due again soon."""
    scheme = SeniorScheme.objects.filter(evaluated_on__isnull=True).first()
    if scheme is None:
        return
    with calendar.as_at(calendar.at(calendar.today() - timedelta(days=340), AFTERNOON)):
        ground_data.evaluate_scheme(
            scheme,
            by=staff["hr"],
            result="De fleste har fået tilbuddet, og næsten halvdelen har sagt ja. Flere ledere ønsker en kortere opsamling, og TR foreslår, at tilbuddet kommer sammen med indkaldelsen til MUS. Det gør vi fra næste runde.",
            next_on=calendar.today() + timedelta(days=361),
        )


class Story:
    """What happened lately, each chapter as those who did it."""

    def __init__(self, staff):
        self.staff = staff

    def at(self, days):
        """Return half past nine on the working day so many days from now."""
        return calendar.at(calendar.next_working_day(calendar.today() + timedelta(days=days)), MORNING)

    def give(self):
        """Let every leader give the offers of the round."""
        directory = Directory(calendar.today())
        for offer in SeniorOffer.objects.filter(state="to_be_offered").select_related("person", "unit"):
            leader = directory.own_leader(offer.person)
            if leader:
                offers.give(offer, by=leader)

    def answer(self):
        """Let most answer: some yes, some no, some later; a few have not answered yet."""
        answers = ("yes", "no_thanks", "later", "no_thanks", None, "yes", "no_thanks", None)
        fixed = {self.staff[name].pk: "yes" for name in ("senior", "pia.skovgaard", "morten.dahlgaard")}
        for place, offer in enumerate(
            SeniorOffer.objects.filter(state="offered").select_related("person").order_by("pk")
        ):
            said = fixed.get(offer.person_id, answers[place % len(answers)])
            if said:
                offers.answer(offer, by=offer.person, answer=said, with_mus=place % 3 == 0)

    def _talk(self, name):
        return SeniorTalk.objects.open().filter(person=self.staff[name]).select_related("person", "unit").first()

    def _hold(self, name, *, agreed, wishes, chosen, held_on):
        """Plan, hold and confirm a talk; return it."""
        person, leader = self.staff[name], self.staff["leder"]
        talk = self._talk(name) or talks.want_talk(person, by=person)
        talk = talks.write(
            talk,
            by=leader,
            version=talk.version,
            held_on=held_on,
            wishes=wishes,
            agreed=agreed,
            themes={"tasks": "Vil gerne beholde oplæringen af nye kolleger."},
            answers={},
            next_talk_on=None,
            options=[(chosen, "chosen", ""), ("flexible_time", "discussed", "")],
        )
        talks.confirm(talk, by=person, version=talk.version)
        return talks.confirm(talk, by=leader, version=talk.version)

    def pia(self):
        """Let Pia have an agreement about better time that holds and is soon evaluated."""
        person, leader, today = self.staff["pia.skovgaard"], self.staff["leder"], calendar.today()
        talk = self._hold(
            "pia.skovgaard",
            agreed="Pia har to familier færre ad gangen og er mentor for nye kolleger.",
            wishes="Bedre tid til de svære forløb og lyst til at lære fra sig.",
            chosen="better_time",
            held_on=today,
        )
        draft, _new = agreements.begin_agreement(person, by=leader, talk=talk)
        draft = agreements.save_agreement(
            draft,
            by=leader,
            version=draft.version,
            kind="effort",
            options=["better_time", "other"],
            starts_on=today + timedelta(days=4),
            ends_on=None,
            hours_before=None,
            hours_after=None,
            evaluate_on=today + timedelta(days=64),
            notice_months=1,
            leaving_on=None,
            function="mentor",
            function_from=today + timedelta(days=4),
            function_to=None,
            changes_terms=False,
            union_party="",
            union_rep=None,
            branch="",
            questions_seen=True,
            text={
                "content": "Pia har to familier færre ad gangen og er mentor for nye kolleger.",
                "tasks": "De to familier går til teamet efter mødet om fordeling.",
                "operation": "Teamet har fået en ekstra vagtdag i ulige uger.",
                "side_effects": "Kollegerne får flere sager i en periode.",
                "avoided": "Vi ser på fordelingen hver anden uge på teammødet.",
            },
        )
        draft = agreements.send(draft, by=leader)
        agreements.sign(draft, by=person, party="employee", sha256=draft.sha256)
        agreements.sign(draft, by=leader, party="leader", sha256=draft.sha256)

    def others(self):
        """Let those who said yes elsewhere have had their talk."""
        directory, known = Directory(calendar.today()), ("senior", "pia.skovgaard", "morten.dahlgaard")
        waiting = SeniorTalk.objects.filter(state="wanted").select_related("person__unit", "unit")
        for talk in waiting.exclude(person__in=[self.staff[name] for name in known]):
            leader = directory.own_leader(talk.person)
            talk = talks.write(
                talk,
                by=leader,
                version=talk.version,
                held_on=calendar.today(),
                wishes="Gerne blive ved i samme team.",
                agreed="Vi taler sammen igen om et år.",
                themes={},
                answers={},
                next_talk_on=None,
                options=[("flexible_time", "discussed", ""), ("better_time", "discussed", "")],
            )
            talks.confirm(talk, by=talk.person, version=talk.version)
            talks.confirm(talk, by=leader, version=talk.version)

    def morten(self):
        """Let Morten's reduced hours wait for the leader's signature; he and TR have signed."""
        person, leader, union_rep, today = (
            self.staff["morten.dahlgaard"],
            self.staff["leder"],
            self.staff["tr"],
            calendar.today(),
        )
        talk = self._hold(
            "morten.dahlgaard",
            agreed="32 timer om ugen og fri hver fredag i et år.",
            wishes="En længere weekend og stadig de samme familier.",
            chosen="less_time",
            held_on=today,
        )
        draft, _new = agreements.begin_agreement(person, by=leader, talk=talk)
        begins = (today + timedelta(days=70)).replace(day=1)
        draft = agreements.save_agreement(
            draft,
            by=leader,
            version=draft.version,
            kind="effort",
            options=["less_time"],
            starts_on=begins,
            ends_on=calendar.add_months(begins, 12) - timedelta(days=1),
            hours_before=37,
            hours_after=32,
            evaluate_on=calendar.add_months(begins, 10),
            notice_months=3,
            leaving_on=None,
            function="",
            function_from=None,
            function_to=None,
            changes_terms=True,
            union_party="union_rep",
            union_rep=union_rep,
            branch="",
            questions_seen=True,
            text={
                "content": "Fri hver fredag.",
                "pay": "Følger timetallet.",
                "pension": "Kommunen indbetaler fortsat af 37 timer. Det er aftalt med TR.",
                "tasks": "Morten giver fire sager videre, inden aftalen begynder. Han beholder oplæringen af nye kolleger.",
                "operation": "Fredagsvagten deles mellem tre.",
                "side_effects": "Han kan gå glip af beskeder om fredagen.",
                "avoided": "Teammøde og afdelingsmøde ligger på dage, hvor han er på arbejde.",
            },
        )
        draft = agreements.send(draft, by=leader)
        agreements.sign(draft, by=person, party="employee", sha256=draft.sha256)
        agreements.sign(draft, by=union_rep, party="union", sha256=draft.sha256)

    def everyday(self):
        """Let some 1:1 talks of this quarter be held and planned; a plan, a request, a leaving date."""
        staff, leader = self.staff, self.staff["leder"]
        for place, name in enumerate(("kollega", "medarbejder", "maja.hedegaard", "thomas.bulow")):
            when = calendar.at(calendar.next_working_day(calendar.today() + timedelta(days=place)), AFTERNOON)
            row = conversations.plan(staff[name], by=leader, kind="one_to_one", planned_at=when, place="Samtalerum 1")
            if place < 3:
                row = conversations.write(
                    row,
                    by=leader,
                    version=row.version,
                    held_on=calendar.local_date(when)
                    if calendar.local_date(when) <= calendar.today()
                    else calendar.today(),
                    points=TALKED[place],
                    follow_up="Vi ser på det igen næste gang.",
                    follow_up_on=None,
                )
                conversations.confirm(row, by=staff[name])
        conversations.plan_for_group(
            [staff["maja.hedegaard"], staff["thomas.bulow"]],
            by=leader,
            planned_at=calendar.at(calendar.next_working_day(calendar.today() + timedelta(days=12)), AFTERNOON),
            place="Mødelokale 3",
        )
        plans.begin(
            staff["medarbejder"],
            by=leader,
            short_goals="Lede et netværksmøde selv inden sommer.",
            long_goals="Blive praktikvejleder.",
            activities="Følge Lone Friis på to møder. Kursus i mødeledelse.",
            follow_up_on=calendar.today() + timedelta(days=50),
        )
        oldest = (
            Person.objects.working(calendar.today())
            .filter(unit__path__startswith=leader.unit.path)
            .exclude(
                pk__in=[leader.pk, *(staff[name].pk for name in ("senior", "tr", "pia.skovgaard", "morten.dahlgaard"))]
            )
            .order_by("birth__year", "pk")
            .first()
        )
        if oldest:
            plan = handover.give_date(
                oldest, by=oldest, leaving_on=calendar.add_months(calendar.today(), 5).replace(day=28)
            )
            handover.add_topic(
                plan,
                by=oldest,
                topic="Samarbejdet med skolerne i distriktet",
                receiver=staff["kollega"],
                due_on=calendar.today() + timedelta(days=60),
            )

    def bent(self):
        """Let Bent's talk be planned for next week; he has prepared and shared nothing yet."""
        talk = self._talk("senior")
        if talk is None:
            talk = talks.want_talk(self.staff["senior"], by=self.staff["senior"])
        when = calendar.at(calendar.next_working_day(calendar.today() + timedelta(days=14)), AFTERNOON)
        talk = talks.plan(talk, by=self.staff["leder"], planned_at=when, place="Samtalerum 1", with_mus=True)
        talks.prepare(
            talk,
            by=self.staff["senior"],
            answers={
                "good": "Jeg er glad for familierne og for at lære fra mig.",
                "future": "Jeg vil gerne blive ved, men med én fast dag til skriftligt arbejde.",
            },
        )

    def request(self):
        """Let Signe ask her leader to have something moved."""
        redistribution.ask(
            by=self.staff["medarbejder"],
            asked=self.staff["leder"],
            words="En af mine sager fylder for meget lige nu. Jeg har haft den i to år og trænger til at give den videre.",
            with_team=True,
        )

    def new_offer(self):
        """Let HR correct a birth date late, so that an offer waits for the leader."""
        today = calendar.today()
        without = Person.objects.working(today).filter(
            unit__path__startswith=self.staff["leder"].unit.path, senior_offers__isnull=True
        )
        person = without.filter(birth__year__lt=today.year - 30).order_by("-email").first()
        if person:
            BirthDate.objects.filter(person=person).update(day=date(today.year - 53, 2, 11), year=today.year - 53)
            clock_round()
