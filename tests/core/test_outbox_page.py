"""Udbakke: the administrator sees neutral rows and helps stopped mails; the demo lets everybody read what would go."""

import pytest
import time_machine

from core import outbox
from core.models import AuditEntry, Mail
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, SUBJECT, notice

pytestmark = pytest.mark.django_db
REASON = "Modtageren har fået det at vide på telefonen."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    notice("N-98", subject="Noget venter på dig", body="Åbn det senest nu.")
    found = House()
    outbox.enqueue(found.leader, "N-98", subject=SUBJECT, link="/incidents/7/", dedupe_key="one")
    outbox.deliver_waiting()
    return found


@pytest.fixture
def real(settings):
    settings.DEMO = False


def stopped():
    Mail.objects.update(state="stopped", error="SMTPServerDisconnected")
    return Mail.objects.get()


def test_in_the_demo_everybody_reads_what_was_sent(client, house):
    assert "Noget venter på dig" in text_of(get(client, house.employee, "outbox"))
    page = text_of(get(client, house.employee, "outbox_mail", Mail.objects.get().pk))
    assert "Åbn det senest nu." in page


def test_elsewhere_only_the_administrator_sees_rows_and_nobody_reads_mails(client, house, real):
    for who in (house.employee, house.leader, house.hr, house.dpo):
        assert get(client, who, "outbox").status_code == 403
        assert get(client, who, "outbox_mail", Mail.objects.get().pk).status_code == 403
    assert get(client, house.admin, "outbox").status_code == 200
    page = text_of(client.get(f"/settings/outbox/{Mail.objects.get().pk}/"))
    assert "Åbn det senest nu." not in page and "/incidents/7/" not in page and "Lene Leder" in page


def test_a_stopped_mail_is_sent_again_by_the_administrator_alone(client, house):
    mail = stopped()
    assert post(client, house.employee, "outbox_release", mail.pk).status_code == 403
    assert post(client, house.admin, "outbox_release", mail.pk).status_code == 302
    mail.refresh_from_db()
    assert mail.state == "queued" and AuditEntry.objects.filter(action="core.mail_released", actor=house.admin).exists()


def test_a_stopped_mail_is_given_up_with_a_reason(client, house):
    mail = stopped()
    assert post(client, house.admin, "outbox_discard", mail.pk, reason="nej").status_code == 422
    assert post(client, house.hr, "outbox_discard", mail.pk, reason=REASON).status_code == 403
    assert post(client, house.admin, "outbox_discard", mail.pk, reason=REASON).status_code == 302
    mail.refresh_from_db()
    assert mail.state == "dropped"
    assert post(client, house.admin, "outbox_discard", mail.pk, reason=REASON).status_code == 404  # a second click


def test_the_list_is_filtered_by_state_and_kind_when_empty(client, house):
    assert "Ingen mails passer til filteret." in text_of(
        get(client, house.admin, "outbox") and client.get("/settings/outbox/?state=stopped")
    )
    Mail.objects.all().delete()
    assert "Der er ikke sendt nogen mails endnu." in text_of(client.get("/settings/outbox/"))
