"""Build the large and the small municipality, run the real server on both, and print one table of ratios.

bin/bench                 builds what is missing, measures, prints
bin/bench --scale 0.2     a fifth of the full size (for a quick look)
bin/bench --rebuild       makes the data anew
"""

import argparse
import gzip
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from urllib.parse import urlsplit, urlunsplit

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
CONNECTIONS, SECONDS, PORT = 4, 4, 8477


def database_url(name):
    """Return DATABASE_URL with another database's name."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


def manage(name, *arguments):
    """Run a piece of this module in a process of its own, on one of the two databases."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.run", *arguments],
        check=True,
        env={**os.environ, "DATABASE_URL": database_url(name), "INNER": "1"},
    )


def prepare(names, rebuild):
    """Make the two databases if they are missing; return those that are empty."""
    import psycopg

    fresh = []
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for name in names:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if there and rebuild:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            if not there or rebuild:
                connection.execute(f'CREATE DATABASE "{name}"')
                fresh.append(name)
    return fresh


def fill(scale):
    """Migrate and fill the database of this process."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import dataset

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    dataset.build(scale)
    print(f"  data at scale {scale:g} made in {time.perf_counter() - begun:.0f} s", flush=True)


def pages():
    """Print the addresses to measure with the person who opens them, and a signed session for each."""
    import django

    django.setup()
    from benchmarks.pages import PAGES, session_of

    for name, person, path in PAGES():
        print(f"{name}\t{session_of(person)}\t{path}")


class Client(threading.Thread):
    """One keep-alive connection that asks for an address until the time is up."""

    def __init__(self, path, cookie, until):
        super().__init__()
        self.path, self.cookie, self.until = path, cookie, until
        self.times, self.cpu, self.queries, self.body, self.status = [], [], 0, b"", 0

    def run(self):
        """Ask, and note what each answer took."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        while time.perf_counter() < self.until:
            begun = time.perf_counter()
            connection.request("GET", self.path, headers={"Cookie": self.cookie, "Host": "localhost"})
            answer = connection.getresponse()
            self.body = answer.read()
            self.times.append(time.perf_counter() - begun)
            self.cpu.append(float(answer.headers["X-CPU"]))
            self.queries, self.status = int(answer.headers["X-Queries"]), answer.status
        connection.close()


def measure(path, cookie, seconds):
    """Return what one address costs: queries, bytes, CPU, requests a second, p50 and p99."""
    Client(path, cookie, time.perf_counter() + 0.4).run()  # warm
    until = time.perf_counter() + seconds
    clients = [Client(path, cookie, until) for _ in range(CONNECTIONS)]
    begun = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    spent = time.perf_counter() - begun
    times = sorted(moment for client in clients for moment in client.times)
    first = clients[0]
    if first.status != 200:
        raise SystemExit(f"{path} answered {first.status}")
    return {
        "queries": first.queries,
        "bytes": len(first.body),
        "gzip": len(gzip.compress(first.body)),
        "rate": len(times) / spent,
        "cpu": statistics.median(cost for client in clients for cost in client.cpu),
        "p50": times[len(times) // 2] * 1000,
        "p99": times[int(len(times) * 0.99)] * 1000,
    }


def serve(name, said):
    """Start the real server on one database and wait until it answers; what it says goes to a file, not into the table."""
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--workers",
            "2",
            "--bind",
            f"127.0.0.1:{PORT}",
            "--log-level",
            "critical",
            "--keep-alive",
            "30",
            "config.wsgi",
        ],
        env={
            **os.environ,
            "DATABASE_URL": database_url(name),
            "CONN_MAX_AGE": "600",
            "DEBUG": "no",
            "DEMO": "no",
            "SECOND_STEP_FOR": "none",  # the cast of the benchmark has passwords only
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
        },
        start_new_session=True,
        stdout=said,
        stderr=subprocess.STDOUT,
    )
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.2)
    said.seek(0)
    raise SystemExit(f"The server did not start.\n{said.read().decode()}")


def run(name, seconds):
    """Return {page: numbers} for one database, each page in turns with the floor."""
    listed = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", "--pages"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": database_url(name), "INNER": "1"},
    ).stdout
    rows = [line.split("\t") for line in listed.splitlines() if "\t" in line]
    with tempfile.TemporaryFile() as said:
        server = serve(name, said)
        try:
            found = {}
            for page, cookie, path in rows:
                floor = measure("/floor/", cookie if cookie != "-" else rows[0][1], max(1, seconds / 2))
                found[page] = {**measure(path, "" if cookie == "-" else cookie, seconds), "floor": floor["cpu"]}
            return found
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def table(full, tenth):
    """Print the two runs beside each other."""
    print(
        f"\n{'page':<22}{'queries':>8}{'1/10':>6}{'kB':>7}{'gz kB':>7}{'CPU ms':>8}{'× floor':>9}{'growth':>8}{'req/s':>7}{'p50':>7}{'p99':>7}"
    )
    for page, row in full.items():
        small = tenth[page]
        print(
            f"{page:<22}{row['queries']:>8}{small['queries']:>6}{row['bytes'] / 1000:>7.1f}{row['gzip'] / 1000:>7.1f}{row['cpu']:>8.1f}{row['cpu'] / row['floor']:>9.2f}"
            f"{(row['cpu'] / row['floor']) / (small['cpu'] / small['floor']):>8.2f}{row['rate']:>7.0f}{row['p50']:>7.1f}{row['p99']:>7.1f}"
        )


def main():
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--fill", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--pages", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--jobs", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(options.fill)
        return
    if options.pages:
        pages()
        return
    if options.jobs:
        from benchmarks.jobs import measure_jobs

        measure_jobs()
        return
    names = {f"bench_{options.scale:g}": options.scale, f"bench_{options.scale / 10:g}": options.scale / 10}
    for name in prepare(names, options.rebuild):
        manage(name, "--fill", str(names[name]))
    full_name, tenth_name = names
    table(run(full_name, options.seconds), run(tenth_name, options.seconds))
    print("\nThe clock's work and documents, at full size:", flush=True)
    manage(full_name, "--jobs")


if __name__ == "__main__":
    main()
