"""From draft to filed.

Who approves, what is frozen, and that nothing else is printed or sent (INC-84, INC-58, R-11, R-12, Q53).
"""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from core import documents
from core.models import Document, Mail, Todo
from core.states import StepRefused
from incidents.actions import letters as verbs
from incidents.actions import sanctions
from incidents.models import Letter, LetterDecision
from tests import pdfs
from tests.incidents.lettercases import MONDAY, LetterCase, at, put

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 8)


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


def reload(letter):
    return verbs.load(letter.pk)


# -- whether a letter is sent ------------------------------------------------------------------------------------------
def test_the_affected_says_what_they_think_and_the_leader_decides(case):
    verbs.state_view(case.incident, by=case.employee, view="Jeg vil gerne have, at der bliver skrevet.")
    with pytest.raises((PermissionDenied, Http404)):
        verbs.decide(case.incident, by=case.employee, send=True, reason="", talked_on=TODAY)
    verbs.decide(case.incident, by=case.leader, send=True, reason="", talked_on=TODAY)
    found = LetterDecision.objects.get()
    assert (found.send, found.decided_by, found.affected_view) == (
        True,
        case.leader,
        "Jeg vil gerne have, at der bliver skrevet.",
    )
    assert case.todo("letter_decision").state == "done"


def test_a_no_needs_a_reason(case):
    with pytest.raises(ValidationError):
        verbs.decide(case.incident, by=case.leader, send=False, reason="", talked_on=TODAY)
    verbs.decide(
        case.incident, by=case.leader, send=False, reason="Et brev vil gøre konflikten større.", talked_on=TODAY
    )
    assert LetterDecision.objects.get().send is False


# -- approving ---------------------------------------------------------------------------------------------------------
def test_a_leader_approves_an_own_letter_and_it_is_frozen(case):
    letter = case.approved()
    assert (letter.state, letter.author, letter.approved_by) == ("approved", case.leader, case.leader)
    assert letter.approved_hash == verbs.hash_of(letter.approved_html) and "Kim Lindgaard" in letter.approved_html
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(approved_html="<p>Noget andet</p>")
    assert case.todo("letter").state == "open"


@pytest.mark.parametrize("who", ["employee", "colleague", "rep", "director"])
def test_nobody_but_a_leader_of_the_case_approves(case, who):
    letter = case.letter("unacceptable")
    with pytest.raises((PermissionDenied, Http404)):
        verbs.approve(letter, by=getattr(case, who), edit=letter.edit)
    assert reload(letter).state == "draft"


def test_a_letter_with_holes_is_not_approved(case):
    letter = case.letter("unacceptable", handling="")
    with pytest.raises(ValidationError, match="Hvad skete der"):
        verbs.approve(letter, by=case.leader, edit=letter.edit)


def test_the_second_approver_is_told_who_was_first(case, client):
    letter = case.approved()
    client.force_login(case.leader)
    page = client.get(f"/incidents/letters/{letter.pk}/approve/", follow=True).content.decode()
    assert "Lene Leder godkendte brevet kl. 10.00." in page


def test_only_what_was_read_is_approved(case):
    letter = case.letter("unacceptable")
    read = letter.edit
    verbs.save(
        letter,
        by=case.leader,
        edit=read,
        to_several=False,
        blocks=[],
        fields=letter.fields | {"handling": "Du truede med en kniv."},
    )
    with pytest.raises(verbs.Stale):
        verbs.approve(letter, by=case.leader, edit=read)
    assert reload(letter).state == "draft"


# -- four eyes and bans ---------------------------------------------------------------------------------------------
def test_with_four_eyes_another_leader_approves(case):
    put("four_eyes", "1")
    letter = case.letter("unacceptable")
    with pytest.raises(ValidationError, match="En anden leder skal godkende det"):
        verbs.approve(letter, by=case.leader, edit=letter.edit)
    letter, asked = verbs.submit(letter, by=case.leader, edit=letter.edit)
    assert (letter.state, asked) == ("pending", case.chief)
    assert (
        Mail.objects.get(notice="N-37").receiver == case.chief
        and Todo.objects.get(code=verbs.APPROVE).owner == case.chief
    )
    found = verbs.approve(letter, by=case.chief, edit=letter.edit)
    assert (found.approved_by, found.author) == (case.chief, case.leader)
    assert (
        Todo.objects.get(code=verbs.APPROVE).state == "done" and Mail.objects.get(notice="N-47").receiver == case.leader
    )


def test_a_ban_letter_goes_to_the_leaders_leader(case):
    letter = case.letter("access_ban", sanction=case.decide("access_ban"))
    with pytest.raises(ValidationError):
        verbs.approve(letter, by=case.leader, edit=letter.edit)
    letter, asked = verbs.submit(letter, by=case.leader, edit=letter.edit)
    assert asked == case.chief and verbs.approve(letter, by=case.chief, edit=letter.edit).state == "approved"


def test_it_can_be_sent_back_with_a_remark(case):
    put("four_eyes", "1")
    letter = case.letter("unacceptable")
    letter, _asked = verbs.submit(letter, by=case.leader, edit=letter.edit)
    with pytest.raises(ValidationError):
        verbs.send_back(letter, by=case.chief, reason="Nej")
    letter = verbs.send_back(letter, by=case.chief, reason="Skriv hvad der blev sagt.")
    assert (letter.state, letter.sent_back_reason) == ("draft", "Skriv hvad der blev sagt.") and Mail.objects.get(
        notice="N-48"
    ).receiver == case.leader


def test_editing_while_it_waits_takes_it_back(case):
    put("four_eyes", "1")
    letter = case.letter("unacceptable")
    letter, _asked = verbs.submit(letter, by=case.leader, edit=letter.edit)
    letter = verbs.save(
        letter,
        by=case.leader,
        edit=letter.edit,
        to_several=False,
        blocks=[],
        fields=letter.fields | {"sted": "på biblioteket"},
    )
    assert letter.state == "draft" and Todo.objects.get(code=verbs.APPROVE).state == "done"


# -- printing, sending, filing --------------------------------------------------------------------------------------
def test_the_whole_way_to_filed(case):
    letter = verbs.print_pdf(case.approved(), by=case.leader)
    content = documents.content_of(letter.document)
    pdfs.assert_archival(content, title="Brev fra Team Havn")
    assert "Du råbte, slog i bordet" in pdfs.text_of(content) and letter.document.number in pdfs.text_of(content)
    assert letter.document.kind == "P-12" and letter.document.approved_by == case.leader
    letter = verbs.mark_sent(letter, by=case.leader, on=TODAY, how="digital_post")
    assert letter.state == "sent" and case.todo("letter").state == "done" and case.todo("letter_filing").state == "open"
    letter = verbs.mark_filed(
        letter, by=case.leader, on=TODAY, case_number="87.00.00-G00-1-10", benefit_case="32.24.00-G01-7-21"
    )
    assert letter.state == "filed" and case.todo("letter_filing").state == "done" and letter.document.filed_on == TODAY
    letter.document.refresh_from_db()
    assert letter.document.case_number == "87.00.00-G00-1-10"


def test_no_step_can_be_skipped(case):
    letter = case.letter("unacceptable")
    for verb in (
        lambda: verbs.print_pdf(letter, by=case.leader),
        lambda: verbs.mark_sent(letter, by=case.leader, on=TODAY, how="letter"),
        lambda: verbs.mark_filed(letter, by=case.leader, on=TODAY, case_number="1"),
    ):
        with pytest.raises(StepRefused):
            verb()


def without_trigger(sql, *values):
    """Change a row as somebody with the database in hand would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def tamper(letter, *, with_hash):
    from core.crypto import encrypt

    html = letter.approved_html.replace("råbte", "truede")
    if with_hash:
        without_trigger(
            "UPDATE incidents_letter SET approved_html = %s, approved_hash = %s WHERE id = %s",
            encrypt(html),
            verbs.hash_of(html),
            letter.pk,
        )
    else:
        without_trigger("UPDATE incidents_letter SET approved_html = %s WHERE id = %s", encrypt(html), letter.pk)


@pytest.mark.parametrize("with_hash", [False, True], ids=["text", "text and hash"])
def test_a_text_that_was_changed_after_approval_is_not_printed(case, with_hash):
    letter = case.approved()
    tamper(letter, with_hash=with_hash)
    with pytest.raises(verbs.Tampered):
        verbs.print_pdf(letter, by=case.leader)
    assert not Document.objects.exists()


@pytest.mark.parametrize("with_hash", [False, True], ids=["text", "text and hash"])
def test_a_text_that_was_changed_after_printing_is_not_sent(case, with_hash):
    letter = verbs.print_pdf(case.approved(), by=case.leader)
    tamper(letter, with_hash=with_hash)
    with pytest.raises(verbs.Tampered):
        verbs.mark_sent(letter, by=case.leader, on=TODAY, how="letter")


def test_a_file_that_was_changed_is_not_sent(case):
    letter = verbs.print_pdf(case.approved(), by=case.leader)
    Document.objects.filter(pk=letter.document_id).update(content=b"%PDF-1.7 noget andet")
    with pytest.raises(verbs.Tampered):
        verbs.mark_sent(letter, by=case.leader, on=TODAY, how="letter")


def test_a_letter_about_a_lifted_sanction_is_not_sent(case):
    warning = case.decide("written_warning")
    letter = verbs.print_pdf(case.approved("written_warning", sanction=warning), by=case.leader)
    sanctions.lift(warning, by=case.leader, reason="Den var rettet mod den forkerte.")
    with pytest.raises(ValidationError, match="gælder ikke længere"):
        verbs.mark_sent(letter, by=case.leader, on=TODAY, how="letter")


def test_dates_of_sending_and_filing_must_make_sense(case):
    letter = verbs.print_pdf(case.approved(), by=case.leader)
    for day in (date(2027, 2, 9), date(2027, 2, 7)):
        with pytest.raises(ValidationError):
            verbs.mark_sent(letter, by=case.leader, on=day, how="letter")
    letter = verbs.mark_sent(letter, by=case.leader, on=TODAY, how="letter")
    with pytest.raises(ValidationError):
        verbs.mark_filed(letter, by=case.leader, on=date(2027, 2, 7), case_number="1")


# -- a new version --------------------------------------------------------------------------------------------------
def test_a_later_edit_is_a_new_version_that_needs_an_approval(case):
    first = case.approved()
    second = verbs.new_version(first, by=case.leader)
    assert (reload(first).state, second.state, second.version, second.previous) == ("replaced", "draft", 2, first)
    with pytest.raises(StepRefused):
        verbs.print_pdf(second, by=case.leader)
    assert verbs.print_pdf(verbs.approve(second, by=case.leader, edit=second.edit), by=case.leader).state == "printed"


def test_two_cannot_both_make_the_next_version(case):
    first = case.approved()
    verbs.new_version(first, by=case.leader)
    with pytest.raises(StepRefused):
        verbs.new_version(first, by=case.leader)


def test_the_page_says_that_the_approval_fell(case, client):
    letter = case.approved()
    client.force_login(case.leader)
    page = client.post(f"/incidents/letters/{letter.pk}/new-version/", follow=True).content.decode()
    assert "Brevet blev ændret efter godkendelsen. Det skal godkendes igen, før det kan sendes." in page


# -- who reads ------------------------------------------------------------------------------------------------------
def test_the_affected_reads_the_letter_as_it_was_sent_and_not_before(case, client):
    letter = verbs.print_pdf(case.approved(), by=case.leader)
    client.force_login(case.employee)
    assert client.get(f"/incidents/letters/{letter.pk}/").status_code == 404
    letter = verbs.mark_sent(letter, by=case.leader, on=TODAY, how="letter")
    page = client.get(f"/incidents/letters/{letter.pk}/").content.decode()
    assert "Du råbte, slog i bordet" in page and "Markér journaliseret" not in page
    assert client.get(f"/incidents/letters/{letter.pk}/letter.pdf").status_code == 200
    verbs.new_version(letter, by=case.leader)
    assert client.get(f"/incidents/letters/{letter.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["colleague", "rep", "director"])
def test_others_see_no_letter(case, client, who):
    letter = verbs.print_pdf(case.approved(), by=case.leader)
    client.force_login(getattr(case, who))
    for address in ("", "letter.pdf", "approve/", "send-back/", "new-version/", "delete/"):
        assert client.get(f"/incidents/letters/{letter.pk}/{address}").status_code == 404, address


def test_file_names_and_titles_say_nothing(case, client):
    letter = verbs.print_pdf(case.approved(), by=case.leader)
    client.force_login(case.leader)
    answer = client.get(f"/incidents/letters/{letter.pk}/letter.pdf")
    assert (
        answer["Content-Disposition"] == f'attachment; filename="brev-{letter.document.number}.pdf"'
        and "no-store" in answer["Cache-Control"]
    )
    page = client.get(f"/incidents/letters/{letter.pk}/").content.decode()
    assert "<title>Brev" in page


def test_a_draft_pdf_says_that_it_is_one(case, client):
    letter = case.letter("unacceptable")
    client.force_login(case.leader)
    answer = client.get(f"/incidents/letters/{letter.pk}/letter.pdf")
    assert "Kladde, ikke godkendt" in pdfs.text_of(answer.content) and "kladde.pdf" in answer["Content-Disposition"]


def test_the_whole_way_on_the_pages(case, client):
    client.force_login(case.leader)
    base = f"/incidents/{case.incident.pk}/letters/"
    assert (
        client.post(base, {"form": "decide", "talked_on": "08.02.2027", "send": "yes", "reason": ""}).status_code == 302
    )
    begun = client.post(base, {"form": "new", "type": "unacceptable", "to_several": ""})
    letter = Letter.objects.get()
    assert begun.url == f"/incidents/letters/{letter.pk}/"
    assert case.letter("unacceptable") == letter  # writes what belongs there into the draft that was begun
    address = f"/incidents/letters/{letter.pk}/"
    assert "Vil du godkende brevet?" in client.get(address + "approve/").content.decode()
    client.post(address + "approve/", {"edit": 2})
    client.post(address + "print/")
    assert client.post(address + "sent/", {"sent_on": "09.02.2027", "how": "letter"}).status_code == 422
    client.post(address + "sent/", {"sent_on": "08.02.2027", "how": "digital_post"})
    client.post(address + "filed/", {"filed_on": "08.02.2027", "case_number": "2027-0042"})
    assert reload(letter).state == "filed"


def test_a_letter_that_is_not_sent_reminds_and_then_goes_up(case):
    from core import reminders

    case.approved()
    Todo.objects.exclude(code=verbs.SEND).update(state="withdrawn")
    due = case.todo("letter").due_at
    with time_machine.travel(at("2027-02-09 17:00"), tick=False):
        reminders.sweep()
    assert due and Mail.objects.filter(notice="N-06", receiver=case.leader).exists()
    with time_machine.travel(at("2027-02-16 17:00"), tick=False):
        reminders.sweep()
    assert Mail.objects.filter(notice="N-08", receiver=case.chief).exists()
