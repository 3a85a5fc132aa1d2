"""The pinned packages are asked about in one question; a list that doesn't answer stops no build (attack 44)."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management import call_command

from core.management.commands.check_dependencies import pinned


@pytest.fixture
def faults():
    """A server of known faults on this machine; it yields its address, what it was asked and what it answers."""
    asked, answers = [], {}

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(question)
            results = [
                {"vulns": [{"id": code} for code in answers.get(one["package"]["name"], [])]}
                if one["package"]["name"] in answers
                else {}
                for one in question["queries"]
            ]
            body = answers["body"] if "body" in answers else json.dumps({"results": results}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked, answers
    server.shutdown()
    server.server_close()


def run(source, **options):
    """Run the command; return (what it ends with, what it says)."""
    out = StringIO()
    try:
        call_command("check_dependencies", source=source, stdout=out, stderr=out, **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_names_and_versions_are_read_from_the_pinned_list():
    text = (
        "amqp==5.4.2 \\\n    --hash=sha256:93\n    # via kombu\npsycopg[binary]==3.2.1 ; python_version > '3'\n# x==1\n"
    )
    assert pinned(text) == [("amqp", "5.4.2"), ("psycopg", "3.2.1")]


def test_every_package_is_asked_about_in_one_question(faults):
    source, asked, _answers = faults
    code, said = run(source)
    assert (code, len(asked)) == (0, 1) and "no known faults" in said
    names = {one["package"]["name"] for one in asked[0]["queries"]}
    assert {"django", "celery", "weasyprint"} <= names and all(one["version"] for one in asked[0]["queries"])
    assert set(asked[0]) == {"queries"}


def test_a_known_fault_is_named_and_ends_with_one(faults):
    source, _asked, answers = faults
    answers["django"] = ["PYSEC-2027-1", "GHSA-xxxx"]
    code, said = run(source)
    assert code == 1 and "django" in said and "PYSEC-2027-1, GHSA-xxxx" in said


def test_silence_and_nonsense_stop_no_build_but_are_said(faults):
    source, _asked, answers = faults
    closed = "http://127.0.0.1:9/"
    assert run(closed)[0] == 0 and "were not checked" in run(closed)[1]
    assert run(closed, strict=True)[0] == 2
    answers["body"] = b"<html>"
    assert run(source)[0] == 0 and "were not checked" in run(source)[1]


def test_only_an_address_that_nobody_listens_in_on_is_asked():
    assert run("http://faults.example/")[0] == 2
