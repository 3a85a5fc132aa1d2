"""Ask an open list of known faults (osv.dev) about the pinned packages (attack 44).

One question with names and versions, nothing else. Without a way out to the list the command says so and ends well, so
that no build depends on somebody else's server; `--strict` ends with 2 then.
"""

import json
import re
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.management.base import BaseCommand

SOURCE = "https://api.osv.dev/v1/querybatch"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
PATIENCE = 10  # seconds


def pinned(text):
    """Return [(name, version)] of a list of requirements."""
    return PINNED.findall(text)


def ask(packages, source):
    """Return {(name, version): [codes of faults]} of those that have any."""
    question = {
        "queries": [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages]
    }
    request = Request(source, json.dumps(question).encode(), {"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  # the command has looked at the address
        results = json.load(answer)["results"]
    found = {}
    for package, result in zip(packages, results, strict=True):
        if codes := [fault["id"] for fault in result.get("vulns", [])]:
            found[package] = codes
    return found


class Command(BaseCommand):
    """Print each package with known faults on a line; exit with 1 if there is one."""

    help = "Ask osv.dev whether the pinned packages have known faults."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        """Take another list, and whether silence is a fault."""
        parser.add_argument("--source", default=SOURCE, help="another server with the same interface")
        parser.add_argument("--strict", action="store_true", help="end with 2 when nobody answers")

    def handle(self, *args, **options):
        """Ask about the packages that production runs on."""
        if not options["source"].startswith(("https://", "http://127.0.0.1")):
            self.stderr.write("The source must be an https address.")
            raise SystemExit(2)
        packages = pinned((Path(settings.ROOT) / "requirements" / "base.txt").read_text())
        try:
            found = ask(packages, options["source"])
        except (URLError, OSError, ValueError, KeyError, TypeError) as error:
            self.stdout.write(f"Nobody answered ({type(error).__name__}): {len(packages)} packages were not checked.")
            if options["strict"]:
                raise SystemExit(2) from None
            return
        for (name, version), codes in sorted(found.items()):
            self.stdout.write(f"{name} {version}: {', '.join(codes)}")
        if found:
            raise SystemExit(1)
        self.stdout.write(f"{len(packages)} packages, no known faults.")
