"""Sensitive text stands encrypted, and keys can be changed without losing a word."""

import io
import re

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.exceptions import FieldError, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from core import calendar, crypto
from core.crypto import EncryptedDateField, EncryptedJSONField, EncryptedTextField, encrypted_fields
from core.models import Draft, NextOfKin
from incidents.models import Incident, Letter, LetterType, Sanction
from tests.core.workplace import Workplace

CANARY = "Łukasz Ærø-Þórðardóttir 🌊"
NEW_KEY = Fernet.generate_key().decode()


@pytest.fixture
def kin(db):
    """A next-of-kin entry."""
    person = Workplace().employee
    return NextOfKin.objects.create(person=person, name=CANARY, phone="10 20 30 40", updated_at=calendar.now())


@pytest.fixture
def keys(settings):
    """Change the keys for one test."""

    def change(*found):
        settings.FIELD_KEYS = list(found)
        crypto.forget_keys()

    yield change
    crypto.forget_keys()


def token_of(row, column="name"):
    """Return what stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def run(statement, rewriting="off"):
    """Run one statement, as the command or as anybody."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL arbejdspladsen.reencrypting = '{rewriting}'")
        cursor.execute(statement)


def rotate(*arguments):
    """Run the command and return what it says."""
    out = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


def test_the_database_holds_a_token_and_the_row_gives_the_text(kin):
    assert CANARY not in token_of(kin)
    assert token_of(kin).startswith("gAAAA")
    assert NextOfKin.objects.get(pk=kin.pk).name == CANARY
    assert NextOfKin.objects.values_list("name", flat=True).get(pk=kin.pk) == CANARY


def test_the_same_text_never_gives_the_same_token():
    assert crypto.encrypt(CANARY) != crypto.encrypt(CANARY)


def test_an_empty_text_stands_empty_so_that_nothing_can_be_told_from_something(kin):
    assert token_of(kin, "note") == ""
    assert NextOfKin.objects.get(pk=kin.pk).note == ""


def test_an_update_encrypts_too(kin):
    NextOfKin.objects.filter(pk=kin.pk).update(name="Øjvind")
    assert "jvind" not in token_of(kin)
    assert NextOfKin.objects.get(pk=kin.pk).name == "Øjvind"


@pytest.mark.parametrize("lookup", ["name", "name__icontains", "name__in", "name__startswith", "name__length"])
def test_a_search_in_encrypted_text_is_refused(db, lookup):
    with pytest.raises(FieldError):
        list(NextOfKin.objects.filter(**{lookup: ["x"] if lookup.endswith("in") else "x"}))


def test_whether_there_is_anything_may_be_asked(kin):
    assert NextOfKin.objects.filter(name__isnull=False).exists()


def test_max_length_counts_the_plain_text_and_is_held_by_the_models_validation(kin):
    kin.name = "å" * 120
    kin.full_clean()
    kin.name = "å" * 121
    with pytest.raises(ValidationError) as fault:
        kin.full_clean()
    assert list(fault.value.message_dict) == ["name"]


def test_max_length_is_held_by_model_forms():
    class Sample(models.Model):
        text = EncryptedTextField(max_length=5)

        class Meta:
            app_label = "core"
            managed = False

    try:
        field = Sample._meta.get_field("text").formfield()
        assert field.clean("ÆØÅæø") == "ÆØÅæø"
        with pytest.raises(ValidationError):
            field.clean("ÆØÅæøå")
    finally:
        apps.all_models["core"].pop("sample", None)
        apps.clear_cache()


@pytest.mark.parametrize("value", [{}, [], {"a": ["æ", 1, None, True]}, "tekst", 0, None])
def test_json_comes_back_as_it_was(db, value):
    person = Workplace().employee
    row = Draft.objects.create(person=person, key="/x/", data=value, saved_at=calendar.now())
    assert Draft.objects.get(pk=row.pk).data == value


def test_json_survives_the_models_validation(db):
    row = Draft(person=Workplace().employee, key="/x/", data={"a": ["1", "2"]}, saved_at=calendar.now())
    row.full_clean()
    assert row.data == {"a": ["1", "2"]}


def test_a_token_that_was_changed_is_refused(kin):
    token = token_of(kin)
    NextOfKin.objects.filter(pk=kin.pk).update(relation="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_nextofkin SET name = %s WHERE id = %s", [token[:-6] + "AAAA==", kin.pk])
    with pytest.raises(InvalidToken):
        NextOfKin.objects.get(pk=kin.pk)


def test_a_token_moved_to_another_key_cannot_be_read(kin, keys):
    keys(NEW_KEY)
    with pytest.raises(InvalidToken):
        NextOfKin.objects.get(pk=kin.pk)


def test_a_new_key_in_front_writes_new_text_and_still_reads_the_old(kin, keys, settings):
    old = settings.FIELD_KEYS[0]
    keys(NEW_KEY, old)
    assert NextOfKin.objects.get(pk=kin.pk).name == CANARY
    assert Fernet(NEW_KEY).decrypt(crypto.encrypt("ny").encode()) == b"ny"


def test_rotate_keys_makes_the_old_key_unnecessary(kin, keys, settings):
    old = settings.FIELD_KEYS[0]
    keys(NEW_KEY, old)
    with pytest.raises(CommandError):
        rotate("--check")
    assert "core.NextOfKin" in rotate()
    assert rotate("--check").startswith("0 texts")
    keys(NEW_KEY)
    assert NextOfKin.objects.get(pk=kin.pk).name == CANARY


def test_rotate_keys_a_second_time_changes_nothing(kin, keys, settings):
    keys(NEW_KEY, settings.FIELD_KEYS[0])
    rotate()
    token = token_of(kin)
    assert rotate().startswith("0 texts")
    assert token_of(kin) == token


def test_rotate_keys_goes_on_where_it_was_stopped(db, keys, settings):
    person, old = Workplace().employee, settings.FIELD_KEYS[0]
    rows = [
        NextOfKin.objects.create(person=person, order=n, name=f"{CANARY} {n}", phone="1", updated_at=calendar.now())
        for n in range(7)
    ]
    keys(NEW_KEY, old)
    NextOfKin.objects.filter(pk__in=[row.pk for row in rows[:3]]).update(name=CANARY, phone="1")  # the first batch
    assert "core.NextOfKin: 8 rewritten" in rotate("--batch", "2")
    keys(NEW_KEY)
    assert NextOfKin.objects.get(pk=rows[6].pk).name == f"{CANARY} 6"


def test_rotate_keys_leaves_what_no_key_fits_and_says_so(kin, keys):
    token = token_of(kin)
    keys(NEW_KEY)
    with pytest.raises(CommandError, match="fit no key"):
        rotate()
    assert token_of(kin) == token


def test_only_rotate_keys_may_rewrite_the_tokens_of_a_locked_row(locked_letter, keys, settings):
    old = settings.FIELD_KEYS[0]
    for statement in ("UPDATE incidents_letter SET heading = 'x'", "UPDATE incidents_letter SET approved_hash = 'x'"):
        with pytest.raises(DatabaseError, match="frozen"):
            run(statement)
    keys(NEW_KEY, old)
    assert "incidents.Letter: 4 rewritten" in rotate()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():  # the door has shut again
        Letter.objects.filter(pk=locked_letter.pk).update(heading="x")


@pytest.mark.parametrize(
    "change",
    ["approved_hash = 'x'", "approved_by_id = NULL", "incident_id = incident_id + 1", "heading = 'x', state = 'draft'"],
)
def test_rewriting_tokens_opens_nothing_else_of_a_locked_letter(locked_letter, change):
    with pytest.raises(DatabaseError, match="frozen"):
        run(f"UPDATE incidents_letter SET {change}", rewriting="on")


@pytest.mark.parametrize(
    "change", ["ends_on = '2099-01-01'", "decision_hash = 'x'", "reason = 'x', state = 'proposed'"]
)
def test_rewriting_tokens_opens_nothing_else_of_a_decided_sanction(decided_sanction, change):
    for setting in ("off", "on"):
        with pytest.raises(DatabaseError, match="never altered"):
            run(f"UPDATE incidents_sanction SET {change}", rewriting=setting)


def test_a_decided_sanctions_tokens_are_rewritten(decided_sanction, keys, settings):
    keys(NEW_KEY, settings.FIELD_KEYS[0])
    assert "incidents.Sanction: 2 rewritten" in rotate()
    decided_sanction.refresh_from_db()
    assert decided_sanction.reason == "Fordi det var nødvendigt."


@pytest.fixture
def incident(db):
    """The least that a letter and a sanction need."""
    place = Workplace()
    values = {"reporter": place.employee, "unit": place.team, "site": place.site, "created_at": calendar.now()}
    names = {field.name for field in Incident._meta.fields}
    return Incident.objects.create(**{name: value for name, value in values.items() if name in names})


@pytest.fixture
def locked_letter(incident):
    """An approved letter."""
    author = incident.reporter
    kind = LetterType.objects.first() or LetterType.objects.create(code="T-1", title="Brev", pdf="P-15")
    return Letter.objects.create(
        incident=incident, type=kind, state="approved", heading="Titel", blocks=[{"code": "K1"}], fields={"a": "b"},
        author=author, written_at=calendar.now(), approved_by=author, approved_at=calendar.now(),
        approved_html="<p>Brev</p>", approved_hash="0" * 64,
    )  # fmt: skip


@pytest.fixture
def decided_sanction(incident):
    """A sanction that a leader has decided."""
    now, person = calendar.now(), incident.reporter
    return Sanction.objects.create(
        incident=incident, measure="warning", state="approved", reason="Fordi det var nødvendigt.",
        proportionality="Mindre var ikke nok.", proposed_by=person, proposed_at=now, decided_by=person, decided_at=now,
    )  # fmt: skip


SENSITIVE = re.compile(
    r"narrative|experience|citizen_name|citizen_address|caption|journal|relation|words|affected_view"
)
PLAIN_ON_PURPOSE = {
    "onboarding.Course.experience",  # one of three codes: newly qualified, newly hired, experienced
}


def test_no_field_with_a_sensitive_name_stands_in_plain_text():
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if SENSITIVE.search(field.name) and isinstance(field, (models.CharField, models.TextField, models.JSONField))
        if field not in encrypted_fields(model)
    }
    assert plain == PLAIN_ON_PURPOSE


def test_every_encrypted_text_says_how_long_it_may_be():
    endless = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in encrypted_fields(model)
        if not isinstance(field, EncryptedJSONField | EncryptedDateField) and field.max_length is None
    }
    assert endless <= {"incidents.Letter.approved_html"}  # made by us from fields that are held
