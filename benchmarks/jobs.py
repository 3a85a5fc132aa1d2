"""What the clock does for the whole municipality, and what a letter costs beside a bare rendering."""

import statistics
import time


def _counted(work):
    """Run the work; return (queries, wall seconds, CPU seconds)."""
    from django.db import connection

    count = 0

    def counting(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    wall, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counting):
        work()
    return count, time.perf_counter() - wall, time.process_time() - cpu


def measure_jobs():
    """Print the sweep of reminders, the daily mails and a letter."""
    import django

    django.setup()
    from django.db import transaction

    from core import calendar, digest, reminders
    from core.models import Person, Reminder, Todo

    people = list(Person.objects.order_by("pk")[:10_000])
    now = calendar.now()
    with transaction.atomic():
        todos = Todo.objects.bulk_create(
            [
                Todo(
                    subject_type="core.person",
                    subject_id=person.pk,
                    code="core.next_of_kin_check",
                    round=77,
                    title="Bekræft din pårørendeliste",
                    link="/profile/next-of-kin/",
                    owner=person,
                    unit_id=person.unit_id,
                    site_id=person.site_id,
                    opened_at=now,
                    due_at=now,
                    note="",
                    reasons=[],
                )
                for person in people
            ],
            batch_size=2000,
        )
        Reminder.objects.bulk_create(
            [
                Reminder(todo=todo, rule="R-27", at=now, receivers=["owner"], notice="N-34", speed="digest")
                for todo in todos
            ],
            batch_size=2000,
        )
        queries, wall, cpu = _counted(lambda: reminders.sweep(now))
        print(
            f"  reminder sweep, {len(people):,} people: {queries} queries, {wall:.2f} s, {cpu:.2f} s CPU".replace(
                ",", "."
            )
        )
        queries, wall, cpu = _counted(
            lambda: digest.send_digests(
                calendar.at(calendar.next_working_day(calendar.today()), calendar.parse_time("7.30"))
            )
        )
        print(
            f"  daily mails, {len(people):,} people: {queries} queries, {wall:.2f} s, {cpu:.2f} s CPU".replace(",", ".")
        )
        transaction.set_rollback(True)
    with transaction.atomic():
        _senior_offers()
        transaction.set_rollback(True)
    _letter()


def _senior_offers():
    """Print the yearly search for those who are to be offered a talk: first time, and again when nothing is left."""
    from core import calendar
    from core.models import Person
    from senior.actions.clock import senior_offers
    from senior.models import SeniorOffer

    SeniorOffer.objects.filter(year=calendar.today().year).delete()
    for words in ("first", "again"):
        queries, wall, cpu = _counted(lambda: senior_offers(calendar.today()))
        print(
            f"  senior offers, {words}, {Person.objects.count()} people: {queries} queries, {wall:.2f} s, {cpu:.2f} s CPU"
        )


def _letter():
    """Compare a letter through core.pdf with a bare WeasyPrint rendering of the same HTML."""
    from django.conf import settings
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from core import pdf

    text = "<p>" + "Jeg skriver om det, der skete. Du har ret til at være vred over en afgørelse. " * 4 + "</p>"
    html = f'<!doctype html><html lang="da"><head><title>Brev</title></head><body class="pdf pdf-letter"><main class="doc"><h1>Brev</h1>{text * 6}</main></body></html>'
    fonts = FontConfiguration()
    sheet = (
        (settings.ROOT / "static" / "css" / "print.css")
        .read_text(encoding="utf-8")
        .replace("../fonts/", f"file://{settings.ROOT}/static/fonts/")
    )
    bare = html.replace("</head>", f"<style>{sheet}</style></head>")
    pdf.render_html(html), HTML(string=bare).write_pdf(font_config=fonts)
    ours, theirs = [], []
    for _ in range(15):
        begun = time.process_time()
        pdf.render_html(html)
        middle = time.process_time()
        HTML(string=bare).write_pdf(font_config=fonts)
        ours.append(middle - begun)
        theirs.append(time.process_time() - middle)
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"  a letter as PDF: {statistics.median(ours) * 1000:.0f} ms CPU, {ratio:.2f} × a bare rendering")
