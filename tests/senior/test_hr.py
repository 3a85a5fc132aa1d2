"""HR: rules with a preview, groups from a day, numbers that name nobody, the scheme on LokalMED's list, deletion."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import retention, topics
from core.insight import readings
from core.models import AuditEntry, Document, Mail, Person, Tombstone
from core.permissions import Forbidden
from senior import affected, insight, statistics
from senior.actions import ground_data, talks
from senior.documents import rights_pdf
from senior.models import (
    AgreementGroup,
    GroupMembership,
    SeniorAgreement,
    SeniorOffer,
    SeniorRule,
    SeniorScheme,
    SeniorTalk,
)
from senior.rules.membership import rights_of
from tests.cast import NOW
from tests.pdfs import assert_archival, text_of
from tests.senior.house import colleagues, held_talk, signed
from tests.senior.situation import TODAY

pytestmark = pytest.mark.django_db
RULE = {
    "right": "days",
    "area": "municipal",
    "audience": "everyone",
    "counts_from": "calendar_year",
    "age_from": "52",
    "days": "2",
    "starts_on": "01.01.2027",
    "source": "Overenskomst for socialrådgivere 2026, § 31",
}


@pytest.fixture
def workers(cast):
    return AgreementGroup.objects.get(code="social_workers")


def test_the_preview_names_whom_a_new_rule_touches_and_saves_nothing(cast, workers, client):
    before = SeniorRule.objects.count()
    client.force_login(cast.hr)
    page = client.post(reverse("senior:rule_new"), RULE | {"group": workers.pk, "preview": "1"}).content.decode()
    assert "Jonas Vestergaard" in page and "Bent Rosendal" not in page and "Intet er gemt endnu" in page
    assert SeniorRule.objects.count() == before


def test_a_rule_for_a_group_without_one_gives_its_people_their_days(cast, workers, client):
    assert rights_of(cast["kollega"], TODAY)[0].days is None
    client.force_login(cast.hr)
    answer = client.post(reverse("senior:rule_new"), RULE | {"group": workers.pk, "checked": "1"}, follow=True)
    assert "Reglen er lagt ind" in answer.content.decode()
    made = SeniorRule.objects.get(group=workers)
    assert (made.checked_by, made.checked_on) == (cast.hr, TODAY)
    assert rights_of(cast["kollega"], TODAY)[0].days == 2


def test_a_rule_is_replaced_from_a_day_and_history_stays(cast):
    old = SeniorRule.objects.get(code="days-municipal-social_educators-58")
    values = {
        name: getattr(old, name) for name in ("right", "area", "group", "audience", "counts_from", "age_from", "source")
    }
    new = ground_data.replace_rule(old, by=cast["hr"], checked=True, starts_on=date(2027, 7, 1), days=6, **values)
    old.refresh_from_db()
    assert old.ends_on == date(2027, 6, 30)
    assert rights_of(cast["senior"], date(2027, 6, 30))[0].days == 5
    assert rights_of(cast["senior"], date(2027, 7, 1))[0].days == 6
    with pytest.raises(ValidationError):
        ground_data.replace_rule(new, by=cast["hr"], checked=True, starts_on=date(2027, 7, 1), days=7, **values)


def test_nobody_else_changes_a_rule(cast):
    rule = SeniorRule.objects.first()
    for name in ("leder", "admin", "tr"):
        with pytest.raises(Forbidden):
            ground_data.save_rule(rule, by=cast[name], checked=True, days=9)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"age_from": "60", "age_to": "58"}, "ligger før"),
        ({"days": ""}, "Skriv antallet af dage"),
        ({"starts_on": "i går"}, "Skriv datoen som"),
        ({"days": "fem"}, "Skriv et helt tal"),
        ({"source": ""}, "hvor reglen står"),
    ],
)
def test_a_wrong_rule_is_said_by_its_field(cast, workers, client, changes, said):
    client.force_login(cast.hr)
    answer = client.post(reverse("senior:rule_new"), RULE | {"group": workers.pk} | changes)
    assert answer.status_code == 422 and said in answer.content.decode()


def test_the_preview_asks_the_same_few_questions(cast, workers, django_assert_num_queries):
    colleagues(cast, 50, born=lambda n: date(1968, 1, 5))
    rule = SeniorRule(right="days", area="municipal", group=workers, age_from=52, days=2, starts_on=TODAY)
    with django_assert_num_queries(5):
        affected.by(rule)


def test_a_group_holds_from_a_day_and_the_one_before_ends(cast, workers):
    educators = AgreementGroup.objects.get(code="social_educators")
    ground_data.set_group(cast["kollega"], by=cast["hr"], group=educators, area="regional", starts_on=date(2027, 3, 1))
    spans = list(
        GroupMembership.objects.filter(person=cast.kollega).order_by("starts_on").values_list("group", "ends_on")
    )
    assert spans == [(workers.pk, date(2027, 2, 28)), (educators.pk, None)]
    with pytest.raises(Forbidden):
        ground_data.set_group(cast["kollega"], by=cast["leder"], group=educators, area="municipal", starts_on=TODAY)


def test_an_earlier_group_takes_the_place_of_a_later_one_only_when_that_is_confirmed(cast, client):
    groups = list(AgreementGroup.objects.order_by("pk")[:2])
    ground_data.set_group(
        cast["kollega"], by=cast["hr"], group=groups[0], area="municipal", starts_on=TODAY + timedelta(days=90)
    )
    client.force_login(cast.hr)
    address = reverse("senior:group", args=[cast.kollega.pk])
    data = {"group": groups[1].pk, "area": "municipal", "starts_on": f"{TODAY:%d.%m.%Y}"}
    refused = client.post(address, data)
    assert refused.status_code == 422 and groups[0].name in refused.content.decode()
    assert 'type="checkbox" name="replace"' in refused.content.decode()
    rows = GroupMembership.objects.filter(person=cast.kollega, group=groups[0])
    assert rows.filter(starts_on__gt=TODAY).exists()
    assert client.post(address, data | {"replace": "on"}).status_code == 302
    assert not rows.filter(starts_on__gt=TODAY).exists()


def test_each_look_at_rights_is_in_the_log(cast, client):
    client.force_login(cast.hr)
    assert client.get(reverse("senior:rights_of", args=[cast.senior.pk])).status_code == 200
    entry = AuditEntry.objects.get(action="senior.rights_read")
    assert (entry.actor, entry.is_read, entry.subject_id) == (cast.hr, True, cast.senior.pk)


def test_the_leader_sees_no_birth_date_anywhere(cast, client):
    held_talk(cast)
    signed(cast)
    SeniorOffer.objects.create(person=cast.kollega, unit=cast.office, year=2027, opened_at=NOW)
    client.force_login(cast.leder)
    for name, pk in (("staff_member", cast.senior.pk), ("staff_member", cast.kollega.pk), ("talk", SeniorTalk.objects.get().pk),
                     ("agreement", SeniorAgreement.objects.get().pk), ("offer", SeniorOffer.objects.get(person=cast.kollega).pk)):  # fmt: skip
        page = client.get(reverse(f"senior:{name}", args=[pk])).content.decode()
        assert "1969" not in page and "12.01" not in page and "12. januar" not in page, name


def test_rights_as_paper(cast):
    rights, belonging = rights_of(cast["senior"], TODAY)
    from senior.views.overview import rights_rows

    content = rights_pdf(cast["senior"], rights_rows(rights, belonging), belonging, TODAY)
    assert_archival(content)
    assert "5 seniordage" in text_of(content) and "Skal kontrolleres" in text_of(content)


# -- numbers -----------------------------------------------------------------------------------------------------------
def offer_to(cast, count, unit):
    people = Person.objects.bulk_create(
        Person(email=f"{unit.pk}-{n}@fjordby.example", name=f"N {n}", unit=unit) for n in range(count)
    )
    SeniorOffer.objects.bulk_create(
        SeniorOffer(person=person, unit=unit, year=2027, state="offered", opened_at=NOW, offered_at=NOW)
        for person in people
    )


def test_small_numbers_and_those_they_could_be_worked_out_from_are_hidden(cast):
    offer_to(cast, 12, cast.office)
    offer_to(cast, 3, cast.other_office)
    found = statistics.of_year(2027, 5)
    assert {name: cells[0] for name, cells in found.units} == {"Børnemyndighed": None, "Ungemyndighed": None}
    offer_to(cast, 8, cast.family)
    offer_to(cast, 4, cast.top)
    found = statistics.of_year(2027, 5)
    shown = {name: cells[0] for name, cells in found.units}
    assert shown["Ungemyndighed"] is None and shown["Fjordby Kommune"] is None
    assert shown["Børnemyndighed"] == 12 and shown["Børn og Familie"] == 8


def test_refusals_are_counted_by_option(cast):
    talk = held_talk(cast)
    talks.refuse_option(talk, by=cast["leder"], option="other", reason="Det kan vi ikke få til at passe.")
    found = statistics.of_year(2027, 1)
    assert dict(found.options)["Andet"][2] == 1
    assert dict(found.units)["Børnemyndighed"][3] == 1


def test_the_numbers_as_paper_and_sheet(cast, client):
    offer_to(cast, 12, cast.office)
    client.force_login(cast.tr)
    paper = client.get(reverse("senior:numbers_pdf", args=[2027]))
    assert_archival(b"".join(paper) if paper.streaming else paper.content)
    assert client.get(reverse("senior:numbers_sheet", args=[2027])).status_code == 200
    assert AuditEntry.objects.filter(action="senior.numbers_exported").exists()
    assert client.get(reverse("senior:numbers_year", args=[1999])).status_code == 404


# -- the scheme --------------------------------------------------------------------------------------------------------
def test_the_evaluation_goes_on_lokalmeds_list_once(cast):
    scheme = SeniorScheme.objects.get()
    assert [one.kind for one in topics.waiting() if one.kind == "senior_scheme"] == ["senior_scheme"]
    ground_data.evaluate_scheme(scheme, by=cast["hr"], result="Næsten alle fik tilbuddet.", next_on=date(2028, 2, 1))
    found = [one for one in topics.waiting() if one.kind == "senior_scheme"]
    assert [one.text for one in found] == ["Næsten alle fik tilbuddet."]
    with pytest.raises(ValidationError):
        ground_data.evaluate_scheme(scheme, by=cast["hr"], result="Igen", next_on=date(2028, 2, 1))
    assert SeniorScheme.objects.filter(evaluated_on__isnull=True).count() == 1
    with pytest.raises(Forbidden):
        ground_data.evaluate_scheme(SeniorScheme.objects.last(), by=cast["leder"], result="x", next_on=date(2028, 2, 1))


# -- deletion ----------------------------------------------------------------------------------------------------------
def test_an_ended_agreement_goes_with_its_paper_and_leaves_a_count(cast):
    row = signed(cast)
    SeniorAgreement.objects.filter(pk=row.pk).update(state="ended", ended_on=TODAY - timedelta(days=370))
    retention.run(NOW)
    assert not SeniorAgreement.objects.exists()
    assert not Document.objects.filter(kind="P-34").exists()
    assert not Mail.objects.filter(subject_type="senior.senioragreement").exists()
    stone = Tombstone.objects.get(code="senior.agreement")
    assert "Bent" not in stone.label and set(stone.facts) == {"unit", "year", "kind", "state"}


def test_a_running_agreement_and_its_talk_stay(cast):
    talk = held_talk(cast)
    SeniorTalk.objects.filter(pk=talk.pk).update(closed_at=NOW - timedelta(days=900))
    row = signed(cast)
    SeniorAgreement.objects.filter(pk=row.pk).update(talk=talk)
    retention.run(NOW)
    assert SeniorTalk.objects.filter(pk=talk.pk).exists()


# -- who has opened what -------------------------------------------------------------------------------------------------
def test_a_person_can_see_who_opened_their_talks_and_agreements(cast, client, django_assert_num_queries):
    row = signed(cast)
    client.force_login(cast.hr)
    client.get(reverse("senior:agreement", args=[row.pk]))
    client.force_login(cast.leder)
    client.get(reverse("senior:agreement", args=[row.pk]))
    client.force_login(cast.senior)
    client.get(reverse("senior:agreement", args=[row.pk]))
    about = dict(insight.talks_and_agreements(cast.senior))
    assert row in about["senior.senioragreement"]
    assert not any(insight.talks_and_agreements(cast.kollega)[index][1] for index in range(len(about)))
    with django_assert_num_queries(1):  # the rows of all apps are found at once
        opened = readings(cast.senior).filter(action="senior.agreement_opened")
    assert list(opened.values_list("actor__email", flat=True)) == ["hr@fjordby.example", "leder@fjordby.example"]
