"""Agreements: limits with the rule quoted, each party signs one exact text, the paper is frozen, then it runs and ends."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import documents, mentors, reminders
from core.models import Document, Mail, Todo
from core.permissions import Forbidden
from core.states import StepRefused
from senior import agreement_text
from senior.actions import agreements, clock
from senior.actions.ground import Stale
from senior.models import SeniorAgreement, Signature
from tests.cast import NOW, born
from tests.pdfs import assert_archival, text_of
from tests.senior.house import draft, held_talk, sent, signed, terms
from tests.senior.situation import TODAY

pytestmark = pytest.mark.django_db


def refused(cast, **values):
    """Return {field: words} of what an agreement may not be."""
    made, _new = agreements.begin_agreement(values.pop("person", cast["senior"]), by=values.pop("by", cast["leder"]))
    with pytest.raises(ValidationError) as fault:
        agreements.save_agreement(
            made, by=values.pop("writer", cast["leder"]), version=made.version, **terms(cast, **values)
        )
    return {name: " ".join(said) for name, said in fault.value.message_dict.items()}


# -- the draft ---------------------------------------------------------------------------------------------------------
def test_a_draft_begins_with_what_the_talk_agreed(cast):
    talk = held_talk(cast)
    made, is_new = agreements.begin_agreement(cast["senior"], by=cast["leder"], talk=talk)
    assert is_new and made.options == ["less_time"]


def test_two_drafts_at_once_are_one(cast):
    first, _new = agreements.begin_agreement(cast["senior"], by=cast["leder"])
    second, is_new = agreements.begin_agreement(cast["senior"], by=cast["hr"])
    assert first.pk == second.pk and not is_new


def test_two_who_write_at_once_are_told(cast):
    made = draft(cast)
    agreements.save_agreement(made, by=cast["hr"], version=made.version, **terms(cast))
    with pytest.raises(Stale):
        agreements.save_agreement(made, by=cast["leder"], version=made.version, **terms(cast))


def test_changed_hours_need_the_union_whatever_the_leader_ticks(cast):
    assert draft(cast).changes_terms
    SeniorAgreement.objects.all().delete()
    assert not draft(cast, options=["flexible_time"], hours_before=None, hours_after=None).changes_terms


def test_the_ordinary_faults_stand_by_their_fields(cast):
    found = refused(cast, ends_on=TODAY, hours_before=None, evaluate_on=TODAY)
    assert set(found) == {"ends_on", "hours_before", "evaluate_on"}


# -- limits (SEN-15, -16) ----------------------------------------------------------------------------------------------
def test_a_senior_position_begins_after_60_and_the_rule_is_quoted(cast):
    found = refused(cast, kind="senior_position")
    assert "efter det fyldte 60. år" in found["starts_on"]
    assert "Rammeaftale om seniorpolitik" in found["starts_on"] and "skal kontrolleres" in found["starts_on"]
    assert "1969" not in found["starts_on"] and "1971" not in found["starts_on"]


def test_a_senior_position_on_the_birthday_is_allowed(cast):
    made, _new = agreements.begin_agreement(cast["senior"], by=cast["leder"])
    born60 = date(2029, 1, 12)
    with pytest.raises(ValidationError):
        agreements.save_agreement(
            made, by=cast["leder"], version=0,
            **terms(cast, kind="senior_position", starts_on=born60 - timedelta(days=1), evaluate_on=date(2029, 9, 1)),
        )  # fmt: skip
    agreements.save_agreement(
        made,
        by=cast["leder"],
        version=0,
        **terms(cast, kind="senior_position", starts_on=born60, evaluate_on=date(2029, 9, 1)),
    )


def test_generation_change_is_for_leaders(cast):
    assert "kun for ledere" in refused(cast, kind="generation_change")["kind"]


@pytest.mark.parametrize(
    ("starts", "ends", "leaving", "wrong"),
    [
        (date(2027, 3, 1), date(2033, 2, 28), date(2033, 2, 28), set()),
        (date(2027, 3, 1), date(2033, 3, 1), date(2033, 3, 1), {"ends_on"}),
        (date(2027, 3, 1), date(2031, 8, 31), date(2031, 8, 31), {"leaving_on"}),
        (date(2027, 3, 1), date(2031, 9, 1), date(2031, 9, 1), set()),
        (date(2027, 3, 1), None, None, {"ends_on", "leaving_on"}),
    ],
)
def test_generation_change_has_its_limits(cast, starts, ends, leaving, wrong):
    # Mette was born on 1 September 1971: 54 in 2025, 60 on 1 September 2031
    made, _new = agreements.begin_agreement(cast["leder"], by=cast["chef"])
    values = terms(
        cast,
        kind="generation_change",
        options=[],
        starts_on=starts,
        ends_on=ends,
        leaving_on=leaving,
        evaluate_on=date(2028, 1, 3),
        union_party="branch",
        union_rep=None,
        branch="Kreds Syd",
    )
    try:
        agreements.save_agreement(made, by=cast["chef"], version=0, **values)
        found = set()
    except ValidationError as fault:
        found = set(fault.message_dict)
    assert found == wrong


def test_the_retention_bonus_needs_leaving_after_62(cast):
    found = refused(
        cast, kind="senior_position", starts_on=date(2029, 2, 1), evaluate_on=date(2029, 9, 1),
        leaving_on=date(2030, 12, 31), text={"retention_bonus": "10.000 kr."},
    )  # fmt: skip
    assert "efter det fyldte 62. år" in found["leaving_on"]


def test_without_a_birth_date_nothing_is_guessed(cast):
    cast.senior = born(cast.senior, None)
    assert "Alderen er ikke kendt" in refused(cast, kind="senior_position")["kind"]


# -- sending and signing -----------------------------------------------------------------------------------------------
def test_what_is_missing_is_said_before_sending(cast):
    made = draft(cast, text={}, evaluate_on=None, union_rep=None)
    with pytest.raises(ValidationError) as fault:
        agreements.send(made, by=cast["leder"])
    said = " ".join(fault.value.messages)
    assert "evalueret" in said and "hvad I har aftalt" in said and "TR" in said and "løn og pension" in said


def test_everybody_is_asked_and_the_paper_is_frozen_when_all_have_signed(cast):
    row = sent(cast)
    assert row.state == "with_union_rep"
    assert {m.receiver.email.split("@")[0] for m in Mail.objects.filter(notice="S-06")} == {"senior"}
    assert Todo.objects.open().get(code="senior.union_confirm").owner == cast.tr
    agreements.sign(row, by=cast["senior"], party="employee", sha256=row.sha256)
    row = agreements.sign(row, by=cast["leder"], party="leader", sha256=row.sha256)
    assert row.state == "with_union_rep"  # E-58: not before TR has confirmed
    row = agreements.sign(row, by=cast["tr"], party="union", sha256=row.sha256)
    assert row.state == "agreed"
    paper = Document.objects.get(kind="P-34")
    content = documents.content_of(paper)
    assert_archival(content, title="Senioraftale")
    text = text_of(content)
    assert "Fri hver fredag" in text and "32 timer om ugen i stedet for 37" in text
    for name in ("Bent Rosendal", "Mette Kjærgaard", "Karen Østergaard"):
        assert name in text
    assert row.sha256[:32] in text
    assert not Todo.objects.open().filter(subject_type="senior.senioragreement").exists()


def test_a_signature_names_the_party_the_time_and_the_text(cast):
    row = sent(cast)
    agreements.sign(row, by=cast["senior"], party="employee", sha256=row.sha256)
    one = Signature.objects.get()
    assert (one.party, one.person, one.signed_at, one.sha256) == (
        "employee",
        cast.senior,
        NOW,
        agreement_text.digest(row),
    )


def test_two_clicks_are_one_signature(cast):
    row = sent(cast)
    for _n in range(2):
        agreements.sign(row, by=cast["senior"], party="employee", sha256=row.sha256)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "party"),
    [("leder", "employee"), ("senior", "leader"), ("hr", "leader"), ("senior", "union"), ("leder", "union")],
)
def test_nobody_signs_for_another_party(cast, name, party):
    row = sent(cast)
    with pytest.raises(Forbidden):
        agreements.sign(row, by=cast[name], party=party, sha256=row.sha256)


def test_a_text_that_was_changed_is_not_signed_by_an_old_page(cast):
    row = sent(cast)
    old = row.sha256
    agreements.sign(row, by=cast["senior"], party="employee", sha256=old)
    row = agreements.take_back(row, by=cast["leder"])
    assert row.state == "draft" and not Signature.objects.filter(voided_at__isnull=True).exists()
    row = agreements.save_agreement(
        row, by=cast["leder"], version=row.version, **terms(cast, hours_after=Decimal("30"))
    )
    row = agreements.send(row, by=cast["leder"])
    assert row.sha256 != old
    with pytest.raises(ValidationError):
        agreements.sign(row, by=cast["senior"], party="employee", sha256=old)


def test_the_text_that_is_out_is_not_edited(cast):
    row = sent(cast)
    with pytest.raises(ValidationError):
        agreements.save_agreement(row, by=cast["leder"], version=row.version, **terms(cast))


def test_tr_sends_it_back_with_a_remark(cast):
    row = sent(cast)
    with pytest.raises(ValidationError):
        agreements.send_back(row, by=cast["tr"], reason="Nej")
    row = agreements.send_back(row, by=cast["tr"], reason="Pensionen skal regnes af 37 timer i hele perioden.")
    assert row.state == "draft" and "37 timer" in row.refusal
    assert {m.receiver for m in Mail.objects.filter(notice="S-20")} == {cast.senior, cast.leder}


def test_a_tr_who_never_answers_is_told_of_after_14_days(cast):
    sent(cast)
    with time_machine.travel(NOW + timedelta(days=14, minutes=1), tick=False):
        reminders.sweep()
    assert Mail.objects.filter(notice="S-13", receiver=cast.leder).exists()
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        clock.begin_and_end()
    assert SeniorAgreement.objects.get().state == "with_union_rep"


def test_the_branch_answers_on_paper(cast):
    row = sent(cast, union_party="branch", union_rep=None, branch="Kreds Østjylland")
    agreements.sign(row, by=cast["senior"], party="employee", sha256=row.sha256)
    agreements.sign(row, by=cast["leder"], party="leader", sha256=row.sha256)
    row = agreements.confirm_for_branch(
        row, by=cast["hr"], confirmed_on=TODAY, on_behalf_of="Eva Holt, Kreds Østjylland", sha256=row.sha256
    )
    assert row.state == "agreed"
    assert "Eva Holt" in text_of(documents.content_of(Document.objects.get(kind="P-34")))


def test_without_changed_terms_two_sign(cast):
    row = signed(cast, options=["flexible_time"], hours_before=None, hours_after=None)
    assert row.state == "agreed" and Signature.objects.count() == 2


def test_a_refusal_is_reasoned_and_read(cast, client):
    made = draft(cast)
    row = agreements.refuse(made, by=cast["leder"], reason="Vi kan ikke dække fredagene før sommer.")
    client.force_login(cast.senior)
    assert "dække fredagene" in client.get(reverse("senior:agreement", args=[row.pk])).content.decode()


# -- running -----------------------------------------------------------------------------------------------------------
def later(days):
    return time_machine.travel(NOW + timedelta(days=days), tick=False)


def test_it_begins_on_its_first_day_and_ends_after_its_last(cast):
    row = signed(cast, ends_on=TODAY + timedelta(days=300))
    with later(29):
        assert clock.begin_and_end() == (0, 0)
    with later(30):
        assert clock.begin_and_end() == (1, 0)
    with later(300):
        assert clock.begin_and_end() == (0, 0)
    with later(301):
        assert clock.begin_and_end() == (0, 1)
    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("ended", TODAY + timedelta(days=300))


def test_the_evaluation_is_asked_of_both_and_its_outcome_happens(cast):
    row = signed(cast)
    with later(140):
        clock.running_agreements(TODAY + timedelta(days=140))
        owners = set(
            Todo.objects.open().filter(code__startswith="senior.evaluation").values_list("owner__email", flat=True)
        )
        assert owners == {"senior@fjordby.example", "leder@fjordby.example"}
        row = agreements.evaluate(row, by=cast["senior"], said="Det går godt")
        assert row.state == "under_evaluation"
        with pytest.raises(ValidationError):
            agreements.evaluate(row, by=cast["leder"], said="Godt", outcome="continue")
        row = agreements.evaluate(
            row, by=cast["leder"], said="Godt", outcome="continue", next_on=TODAY + timedelta(days=400)
        )
    assert (row.state, row.evaluate_on) == ("in_force", TODAY + timedelta(days=400))


@pytest.mark.parametrize(("outcome", "state", "drafts"), [("change", "in_force", 1), ("end", "in_force", 0)])
def test_an_evaluation_may_change_or_end_it(cast, outcome, state, drafts):
    row = signed(cast)
    with later(140):
        clock.running_agreements(TODAY + timedelta(days=140))
        next_on = TODAY + timedelta(days=400)
        agreements.evaluate(row, by=cast["leder"], said="Noget skal ændres", outcome=outcome, next_on=next_on)
        row = agreements.evaluate(row, by=cast["senior"], said="Enig")
    assert row.state == state
    assert row.ends_on == (date(2027, 9, 25) if outcome == "end" else None)  # the notice of three months holds
    assert SeniorAgreement.objects.filter(state="draft", continues=row).count() == drafts


def test_notice_is_held(cast):
    row = signed(cast)
    with later(31):
        clock.begin_and_end()
        with pytest.raises(ValidationError):
            agreements.give_notice(row, by=cast["senior"], last_day=TODAY + timedelta(days=60), reason="")
        row = agreements.give_notice(row, by=cast["senior"], last_day=TODAY + timedelta(days=130), reason="")
    assert row.ends_on == TODAY + timedelta(days=130)


def test_ends_are_warned_of(cast):
    signed(cast, ends_on=TODAY + timedelta(days=220))
    with later(150):
        clock.running_agreements(TODAY + timedelta(days=150))
    todo = Todo.objects.get(code="senior.agreement_end")
    assert todo.owner == cast.leder
    with later(161):
        reminders.sweep()
    told = {m.receiver.email.split("@")[0] for m in Mail.objects.filter(notice="S-10")}
    assert told == {"leder", "senior", "tr"}


def test_a_mentor_in_an_agreement_is_a_possible_mentor_while_it_runs(cast):
    signed(cast, function="mentor", function_from=TODAY + timedelta(days=40), function_to=None)
    assert mentors.possible(TODAY) == []
    with later(41):
        clock.begin_and_end()
        found = mentors.possible(TODAY + timedelta(days=41), "mentor")
    assert [(one.person, one.function) for one in found] == [(cast.senior, "mentor")]


def test_states_refuse_what_cannot_follow(cast):
    row = signed(cast)
    with pytest.raises(StepRefused):
        agreements.take_back(row, by=None)


def test_the_page_signs_and_says_so(cast, client):
    row = sent(cast)
    client.force_login(cast.senior)
    address = reverse("senior:agreement", args=[row.pk])
    page = client.get(address).content.decode()
    assert "Skriv under" in page and row.sha256 in page
    answer = client.post(
        reverse("senior:agreement_sign", args=[row.pk]), {"party": "employee", "sha256": row.sha256}, follow=True
    )
    assert "Du har skrevet under" in answer.content.decode()
    answer = client.post(reverse("senior:agreement_edit", args=[row.pk]))
    assert answer.status_code == 403
