"""What is typed is kept: while typing, when the session ends, and for nobody but the one who typed it."""

import pytest
import time_machine
from django.core import signing
from django.core.signing import TimestampSigner
from django.http import HttpRequest, QueryDict
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core import drafts
from core.models import Draft
from tests.core.workplace import MONDAY, Workplace

SAVE, FORM = "/draft/", "/profile/next-of-kin/"
TYPED = {"name": "Søren Ærø", "phone": "10 20 30 40", "note": "ring ikke på arbejde"}


@pytest.fixture
def place(db):
    """The workplace."""
    return Workplace()


@pytest.fixture
def signed_in(place, client):
    """The employee's browser."""
    client.force_login(place.employee)
    return client


def token(person, key=FORM):
    """Return what stands in the form."""
    return drafts.token(person, key)


def saved(person, key=FORM):
    """Return what is kept."""
    return drafts.load(person, key)


# -- while typing --------------------------------------------------------------------------------------------------
def test_a_form_saves_itself_and_says_when(place, signed_in):
    with time_machine.travel(MONDAY, tick=False):
        signed_in.force_login(place.employee)
        response = signed_in.post(SAVE, TYPED | {"draft_token": token(place.employee), "draft_key": FORM})
    assert response.status_code == 200 and response["X-Saved-At"] == "09.00"
    assert saved(place.employee) == TYPED
    signed_in.post(SAVE, TYPED | {"name": "Ny", "draft_token": token(place.employee)})
    assert saved(place.employee)["name"] == "Ny" and Draft.objects.count() == 1


def test_the_page_comes_back_with_what_was_typed(place, signed_in):
    drafts.save(place.employee.pk, FORM, TYPED)
    page = signed_in.get(FORM).content.decode()
    assert 'value="Søren Ærø"' in page and "draft_token" in page


def test_nobody_else_sees_it(place, client):
    drafts.save(place.employee.pk, FORM, TYPED)
    client.force_login(place.colleague)
    assert "Søren Ærø" not in client.get(FORM).content.decode()
    assert saved(place.colleague) == {}


def test_a_form_that_was_sent_is_forgotten(place, signed_in):
    drafts.save(place.employee.pk, FORM, TYPED)
    assert signed_in.post(FORM, TYPED | {"order": "1"}).status_code == 302
    assert saved(place.employee) == {}


def test_it_stands_encrypted(place, django_db_blocker):
    from django.db import connection

    drafts.save(place.employee.pk, FORM, TYPED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM core_draft")
        assert "Ærø" not in cursor.fetchone()[0]


# -- tokens --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "made",
    [
        lambda person: "",
        lambda person: "x",
        lambda person: token(person)[:-1] + "A",
        lambda person: TimestampSigner(salt="other").sign(signing.dumps([person.pk, FORM])),
        lambda person: TimestampSigner(salt="draft").sign(signing.dumps([person.pk])),
        lambda person: TimestampSigner(salt="draft").sign(signing.dumps({"a": 1})),
        lambda person: TimestampSigner(salt="draft").sign(signing.dumps("text")),
    ],
)
def test_a_forged_token_keeps_nothing(place, signed_in, made):
    assert signed_in.post(SAVE, TYPED | {"draft_token": made(place.employee)}).status_code == 400
    assert not Draft.objects.exists()


def test_an_old_token_keeps_nothing(place, signed_in):
    old = token(place.employee)
    with time_machine.travel(MONDAY.replace(year=2030)):
        signed_in.force_login(place.employee)
        assert signed_in.post(SAVE, TYPED | {"draft_token": old}).status_code == 400


def test_somebody_elses_token_is_refused_while_one_is_signed_in(place, signed_in):
    response = signed_in.post(SAVE, TYPED | {"draft_token": token(place.colleague)})
    assert response.status_code == 409
    assert saved(place.colleague) == {} == saved(place.employee)


def test_a_token_gives_no_right_to_read(place, client):
    drafts.save(place.employee.pk, FORM, TYPED)
    response = client.post(SAVE, {"draft_token": token(place.employee), "name": "x"})
    assert response.status_code == 401 and "Søren" not in response.content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"active_to": "2020-01-31"}])
def test_the_departed_and_blocked_keep_nothing(place, client, change):
    type(place.employee).objects.filter(pk=place.employee.pk).update(**change)
    assert client.post(SAVE, TYPED | {"draft_token": token(place.employee)}).status_code == 503
    assert not Draft.objects.exists()


def test_saving_takes_posts_only(signed_in):
    assert signed_in.get(SAVE).status_code == 405


# -- when the session has ended ------------------------------------------------------------------------------------
def test_what_is_typed_after_the_sessions_end_is_kept_and_the_page_says_so(place, client):
    response = client.post(SAVE, TYPED | {"draft_token": token(place.employee)})
    assert response.status_code == 401
    assert saved(place.employee) == TYPED


def test_a_form_sent_after_the_sessions_end_is_kept_and_comes_back_after_sign_in(place, client):
    response = client.post(FORM, TYPED | {"draft_token": token(place.employee)})
    assert response.status_code == 302
    assert response.url == "/account/login/?next=%2Fprofile%2Fnext-of-kin%2F&kept=1"
    assert "Din tekst er gemt" in client.get(response.url).content.decode()
    client.force_login(place.employee)
    assert 'value="Søren Ærø"' in client.get(FORM).content.decode()


def test_a_script_that_asks_after_the_sessions_end_gets_401_and_where_to_sign_in(place, client):
    response = client.post(
        FORM, TYPED | {"draft_token": token(place.employee)}, headers={"HX-Request": "true", "HX-Current-URL": "x"}
    )
    assert response.status_code == 401 and response["X-Login"].startswith("/account/login/?next=%2Fprofile%2F")
    assert saved(place.employee) == TYPED


def test_a_form_without_a_token_leads_to_sign_in_and_keeps_nothing(place, client):
    assert client.post(FORM, TYPED).status_code == 302
    assert not Draft.objects.exists()


def test_an_old_form_is_offered_again_and_kept(place):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.employee)
    own = {"Sec-Fetch-Site": "same-origin"}
    response = strict.post(FORM, TYPED | {"draft_token": token(place.employee)}, headers=own)
    assert response.status_code == 403 and "Søren Ærø" in response.content.decode()
    assert saved(place.employee) == TYPED


def test_an_old_form_of_somebody_else_is_kept_for_them_and_not_offered_for_sending(place):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.colleague)
    response = strict.post(
        FORM, TYPED | {"draft_token": token(place.employee)}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert response.status_code == 403 and "Søren Ærø" not in response.content.decode()
    assert saved(place.employee) == TYPED and saved(place.colleague) == {}


def test_what_another_site_sends_is_neither_kept_nor_offered(place):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.employee)
    response = strict.post(
        FORM, TYPED | {"draft_token": token(place.employee)}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403 and "Søren" not in response.content.decode()
    assert saved(place.employee) == {}


# -- limits --------------------------------------------------------------------------------------------------------
def test_tokens_and_passwords_are_never_kept():
    data = QueryDict(mutable=True)
    data.update(
        {"csrfmiddlewaretoken": "a", "draft_token": "b", "draft_key": "c", "password": "d", "new_password": "e"}
    )
    data.update({"name": "f"})
    assert drafts.typed(data) == {"name": "f"}


def test_several_values_are_kept_as_a_list():
    assert drafts.typed(QueryDict("a=1&a=2&b=3")) == {"a": ["1", "2"], "b": "3"}


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=30), max_size=5))
def test_anything_typed_can_be_kept(values):
    data = QueryDict(mutable=True)
    data.update(values)
    assert all("\x00" not in str(value) for value in drafts.typed(data).values())


# -- where to go afterwards ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "referrer",
    ["https://ond.example/x", "//ond.example/x", "javascript:alert(1)", "/\\ond.example", "\\\\ond.example/",
     "http://testserver@ond.example/", "", "http://testserver//ond.example/", "http://testserver/\\ond.example/"],
)  # fmt: skip
def test_the_way_back_stays_in_this_house(place, client, referrer):
    response = client.post(FORM, TYPED, headers={"Referer": referrer})
    assert "ond.example" not in response.url and "javascript" not in response.url


@pytest.mark.parametrize("key", ["//ond.example/", "/\\ond.example/", "https://ond.example/", "/\t/ond.example/"])
def test_a_forms_key_is_followed_only_as_an_address_of_our_own(place, key):
    request = RequestFactory().post("/x/", {"draft_token": drafts.token(place.employee, key)})
    assert "ond.example" not in drafts.return_path(request)


def test_the_way_back_of_an_own_page_is_that_page(place):
    request = RequestFactory().post("/x/", headers={"Referer": "http://testserver/contacts/?rolle=leader"})
    assert drafts.return_path(request) == "/contacts/"
    assert isinstance(request, HttpRequest)


def test_drafts_go_after_thirty_days(place):
    from datetime import timedelta

    from core import calendar, reference, retention

    reference.load_all()
    first = calendar.now()
    drafts.save(place.employee.pk, "/gammel/", {"a": "b"})
    with calendar.as_at(first + timedelta(days=20)):
        drafts.save(place.employee.pk, "/ny/", {"a": "b"})
    retention.run(first + timedelta(days=31))
    assert set(Draft.objects.values_list("key", flat=True)) == {"/ny/"}
