"""The rows beside the case that the access tables point at: strain, statements, what is public, prevention."""

import uuid
from datetime import timedelta

from core import todos
from incidents.models import (
    AgendaProposal,
    ComplaintCount,
    Concern,
    LoneWork,
    MediaCase,
    MediaPromise,
    Naming,
    NearMiss,
    PreventionCourse,
    ProposalRequest,
    SparringSlot,
    Statement,
    StrainEpisode,
    StrainLog,
    WalkAnswer,
    WalkPoint,
    WalkRound,
)
from tests.cast import NOW

DAY = timedelta(days=1)


class Beside:
    """Jonas (kollega) has a hard day and is named on the net; Signe (medarbejder) saw it, and watches while he is alone."""

    def __init__(self, situation):
        self.situation, cast = situation, situation.cast
        self.log = StrainLog.objects.create(
            person=cast.kollega,
            unit=cast.office,
            site=cast.site,
            day=NOW.date(),
            strain=4,
            counts_in_team=True,
            written_at=NOW,
            token=uuid.uuid4(),
        )
        self.episode = StrainEpisode.objects.create(log=self.log, demands=["complaints"], text="En lang samtale.")
        self.statement = Statement.objects.create(
            incident=situation.case, person=cast.medarbejder, asked_by=cast.leder, asked_at=NOW
        )
        self.asked = ProposalRequest.objects.create(
            incident=situation.case, asked=cast.sfk, asked_by=cast.leder, asked_at=NOW
        )
        self.naming = Naming.objects.create(
            incident=situation.case,
            medium="facebook",
            how=["named"],
            seen_at=NOW,
            communications_told_at=NOW,
            communications_told_by=cast.leder,
        )
        self.media = MediaCase.objects.create(
            unit=cast.office,
            title="Ventetid",
            owner=cast.leder,
            started_by=cast.medarbejder,
            started_at=NOW,
            with_communications=True,
        )
        self.media.exposed.add(cast.kollega)
        self.promise = MediaPromise.objects.create(
            case=self.media, to_whom="Pressen", due_at=NOW + DAY, owner=cast.leder
        )
        self.point = WalkPoint.objects.create(code="own-1", title="Bagdøren", site=cast.site)
        self.walk = WalkRound.objects.create(site=cast.site, begun_by=cast.amr, begun_at=NOW)
        self.answer = WalkAnswer.objects.create(round=self.walk, point=self.point, answer="fault", note="Binder")
        self.near_miss = NearMiss.objects.create(
            site=cast.site,
            unit=cast.office,
            happened_on=NOW.date(),
            what="En stol væltede.",
            told_by=cast.medarbejder,
            told_at=NOW,
        )
        self.course = PreventionCourse.objects.create(
            kind="conflict", held_on=NOW.date(), site=cast.site, made_by=cast.hr, made_at=NOW
        )
        self.lone = LoneWork.objects.create(
            person=cast.kollega,
            watcher=cast.medarbejder,
            kind="visit",
            where="MK, Havnegade",
            begins_at=NOW,
            check_in_at=NOW + timedelta(hours=1),
            made_at=NOW,
        )
        self.concern = Concern.objects.create(
            unit=cast.office,
            site=cast.site,
            wish="talk",
            receiver="leader",
            text="Vi taler hårdt.",
            raised_by=cast.kollega,
            raised_at=NOW,
        )
        self.slot = SparringSlot.objects.create(
            host=cast.leder,
            unit=cast.office,
            starts_at=NOW + DAY,
            offered_at=NOW,
            booked_by=cast.kollega,
            booked_at=NOW,
            wish="advice",
        )
        self.free_slot = SparringSlot.objects.create(
            host=cast.sfk, unit=cast.office, starts_at=NOW + DAY, offered_at=NOW
        )
        todos.open_todo(self.log, "incidents.strain_talk", title="Tag en snak", by=None, owner=cast.leder)
        self.call = todos.open_todo(
            cast.leder, "incidents.call_back", title="Ring tilbage til MK", by=cast.leder, owner=cast.leder
        )

    def more(self, n, person):
        """Add rows around everything that the pages beside the case show."""
        cast = self.situation.cast
        for who, shared in ((person, NOW), (cast.kollega, None), (cast.leder, None)):
            log = StrainLog.objects.create(
                person=who,
                unit=cast.office,
                site=cast.site,
                day=NOW.date() - (n + 1) * DAY,
                strain=n % 10,
                counts_in_team=True,
                shared_with_leader_at=shared,
                written_at=NOW,
                token=uuid.uuid4(),
            )
            StrainEpisode.objects.create(log=log, demands=["complaints"])
        StrainEpisode.objects.create(log=self.log, demands=["complaints"])
        self.statement.additions.create(text=f"Mere {n}", written_at=NOW)
        self.media.entries.create(text=f"Note {n}", by=cast.leder, at=NOW)
        self.media.exposed.add(person)
        MediaPromise.objects.create(case=self.media, to_whom=f"Nogen {n}", due_at=NOW + DAY, owner=person)
        MediaCase.objects.create(
            unit=cast.office, title=f"Sag {n}", owner=cast.leder, started_by=person, started_at=NOW
        )
        month = (NOW.date().replace(day=1) - timedelta(days=31 * n)).replace(day=1)
        ComplaintCount.objects.create(unit=cast.office, month=month, number=n, written_by=cast.leder, written_at=NOW)
        point = WalkPoint.objects.create(code=f"more-{n}", title=f"Punkt {n}", site=cast.site)
        WalkAnswer.objects.create(
            round=self.walk, point=point, answer="fault", measure="x", owner=person, due_on=NOW.date()
        )
        WalkRound.objects.create(
            site=cast.site, begun_by=person, begun_at=NOW - (n + 1) * DAY, finished_at=NOW, finished_by=person
        )
        NearMiss.objects.create(
            site=cast.site, unit=cast.office, happened_on=NOW.date(), what=f"Nær {n}", told_by=person, told_at=NOW
        )
        for day in (NOW.date() + (n + 1) * DAY, NOW.date() - (n + 1) * DAY):
            course = PreventionCourse.objects.create(
                kind="firstaid", held_on=day, site=cast.site, made_by=cast.hr, made_at=NOW
            )
            course.participants.add(person)
        self.course.participants.add(person)
        LoneWork.objects.create(
            person=person,
            watcher=cast.leder,
            kind="visit",
            where="x",
            begins_at=NOW,
            check_in_at=NOW + timedelta(hours=1),
            made_at=NOW,
        )
        Concern.objects.create(
            unit=cast.office, wish="talk", receiver="leader", text="x", raised_by=cast.leder, raised_at=NOW
        )
        for host, guest in ((person, None), (cast.sfk, person), (cast.chef, None)):
            SparringSlot.objects.create(
                host=host,
                unit=cast.office,
                starts_at=NOW + (n + 2) * DAY,
                offered_at=NOW,
                booked_by=guest if guest != host else None,
                booked_at=NOW if guest and guest != host else None,
            )
        AgendaProposal.objects.create(
            kind="plan", title=f"Plan {n}", url="/", unit=cast.office, site=cast.site, offered_at=NOW, key=f"more-{n}"
        )
        self.situation.case.compensations.create(kind="damage", what=f"Ting {n}", by=cast.leder, at=NOW)

    def rows(self):
        """Return (beginning of a name, row), the narrower first."""
        cast, case = self.situation.cast, self.situation.case
        return (
            ("incidents:strain_promote", self.episode),
            ("incidents:strain_numbers", cast.office),
            ("incidents:strain", self.log),
            ("incidents:statement_ask", case),
            ("incidents:statement", self.statement),
            ("incidents:naming_", self.naming),
            ("incidents:asked_proposal", self.asked),
            ("incidents:media_news", self.promise),
            ("incidents:media", self.media),
            ("incidents:complaints", cast.office),
            ("incidents:near_miss", self.near_miss),
            ("incidents:course", self.course),
            ("incidents:concern", self.concern),
            ("incidents:call_done", self.call),
            ("incidents:walk_measure", self.answer),
            ("incidents:walk_point_out", self.point),
            ("incidents:walk_point", cast.site),
            ("incidents:walk_begin", cast.site),
            ("incidents:walks", cast.site),
            ("incidents:walk", self.walk),
            ("incidents:lone", self.lone),
            ("incidents:sparring_slot", self.free_slot),
            ("incidents:sparring_", self.slot),
        )
