"""A plan owner looks after their own part of the house; what holds for all of it needs a role for all of it (7.1, role 24)."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core import calendar
from core.actions import hotlines, places, rules
from core.actions import settings as verbs
from core.models import Alarm, Hotline, NoticeText, Person, ReminderRule, Setting, SettingValue, Site
from core.permissions import Forbidden, can, may_add
from tests.cast import NOW, Cast
from tests.core.workplace import role


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        found = Cast()
        role(found.mentor, "plan_owner", found.other_office)  # works at the town hall; the office works at Strandlev
        role(found.nyansat, "plan_owner", site=found.site)
        role(found.kommunikation, "plan_owner")
        role(found.referent, "plan_owner", found.top)
        yield found


def alarm_at(site):
    return Alarm.objects.filter(site=site).first() or Alarm.objects.create(site=site, kind="fixed", placement="døren")


@pytest.mark.parametrize("name, own, foreign", [("mentor", "other_site", "site"), ("nyansat", "site", "other_site")])
def test_sites_and_alarms_are_those_of_the_unit_or_the_place(cast, name, own, foreign):
    own, foreign = getattr(cast, own), getattr(cast, foreign)
    for site, yes in ((own, True), (foreign, False)):
        assert can(cast[name], "core.change_site", site) is yes
        for action in ("core.change_alarm", "core.test_alarm"):
            assert can(cast[name], action, alarm_at(site)) is yes
    places.add_alarm(own, {"kind": "fixed", "placement": "køkkenet"}, by=cast[name])
    with pytest.raises(Forbidden):
        places.add_alarm(foreign, {"kind": "fixed", "placement": "køkkenet"}, by=cast[name])
    assert not may_add(cast[name], "core.change_site")


@pytest.mark.parametrize(
    "name, everything",
    [("mentor", False), ("nyansat", False), ("kommunikation", True), ("referent", True), ("admin", True)],
)
def test_what_holds_for_all_needs_a_role_for_all(cast, name, everything):
    rows = {
        "core.change_hotline": Hotline.objects.first(),
        "core.change_setting": Setting.objects.first(),
        "core.change_rule": ReminderRule.objects.first(),
        "core.change_notice_text": NoticeText.objects.first(),
        "core.change_site": Site.objects.create(name="Et sted uden nogen"),
    }
    assert {action: can(cast[name], action, row) for action, row in rows.items()} == dict.fromkeys(rows, everything)


def test_a_value_is_set_for_the_own_unit_and_no_other(cast):
    setting = Setting.objects.get(kind="ean")
    verbs.set_value(setting, by=cast["mentor"], unit=cast.other_office, value="5790000000001")
    row = SettingValue.objects.get(unit=cast.other_office)
    verbs.check(row, by=cast["mentor"])
    for unit in (cast.office, cast.family, None):
        with pytest.raises(Forbidden):
            verbs.set_value(setting, by=cast["mentor"], unit=unit, value="5790000000001")
    with pytest.raises(Forbidden):
        verbs.clear_value(setting, by=cast["nyansat"], unit=cast.other_office)
    verbs.set_value(setting, by=cast["kommunikation"], unit=None, value="5790000000001")
    client = Client()
    client.force_login(cast["mentor"])
    answers = {
        unit: client.get(reverse("core:settings_value_for", args=[setting.pk, unit.pk])).status_code
        for unit in (cast.office, cast.other_office)
    }
    assert answers == {cast.office: 403, cast.other_office: 200}
    assert client.get(reverse("core:settings_value", args=[setting.pk])).status_code == 403
    assert client.get(reverse("core:settings_values", args=[cast.office.pk])).status_code == 200  # to read


def test_a_rule_is_changed_for_the_own_unit_and_no_other(cast):
    rule = ReminderRule.objects.filter(is_law=False, unit=None).exclude(receivers=[]).first()
    given = {"offset": rule.offset, "receivers": rule.receivers, "is_on": True, "starts_on": calendar.today()}
    for unit in (cast.office, None):
        with pytest.raises(Forbidden):
            rules.change(rule, by=cast["mentor"], unit=unit, **given)
    made = rules.change(rule, by=cast["mentor"], unit=cast.other_office, **given)
    with pytest.raises(Forbidden):
        rules.follow_general(made, by=cast["nyansat"])
    client = Client()
    client.force_login(cast["mentor"])
    page = client.get(reverse("core:settings_rule", args=[rule.pk])).content.decode()
    assert "Ungemyndighed" in page and ">Hele kommunen<" not in page and "Børnemyndighed<" not in page
    general = client.get(reverse("core:settings_rules")).content.decode()
    assert reverse("core:settings_rule", args=[made.pk]) in general
    client.force_login(cast["nyansat"])  # has a place and no unit: reads the rules and changes none
    assert client.get(reverse("core:settings_rule", args=[rule.pk])).status_code == 403


def test_the_half_yearly_check_marks_what_is_ones_own(cast):
    setting = Setting.objects.get(kind="ean")
    for unit in (cast.office, cast.other_office, None):
        verbs.set_value(setting, by=cast["admin"], unit=unit, value="5790000000001")
    SettingValue.objects.update(checked_on=None)
    Hotline.objects.update(checked_on=None)
    hotlines.check_numbers(cast.other_office, by=cast["mentor"])
    assert list(SettingValue.objects.filter(checked_on=calendar.today()).values_list("unit", flat=True)) == [
        cast.other_office.pk
    ]
    assert not Hotline.objects.filter(checked_on__isnull=False).exists()
    client = Client()
    client.force_login(cast["mentor"])
    page = client.get(reverse("core:number_check", args=[cast.other_office.pk])).content.decode()
    assert "bliver markeret af systemadministratoren" in page
    hotlines.check_numbers(cast.office, by=cast["admin"])
    assert not Hotline.objects.filter(checked_on__isnull=True).exists()


def test_a_site_where_both_units_work_is_both_owners(cast):
    Person.objects.filter(pk=cast.andenmedarbejder.pk).update(site=cast.site)
    assert can(cast["mentor"], "core.change_site", cast.site)
