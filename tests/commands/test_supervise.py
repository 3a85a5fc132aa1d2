"""bin/supervise.py runs programs together and leaves none behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def supervise(tmp_path):
    """Return a function that starts the supervisor over some commands."""
    started = []

    def starter(**programs):
        arguments = [f"{name}={command}" for name, command in programs.items()]
        process = subprocess.Popen(
            [sys.executable, ROOT / "bin/supervise.py", tmp_path, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield starter
    for process in started:
        process.kill()
        process.wait()


def running(mark):
    """Return how many living processes carry MARK in their command line."""
    count = 0
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            count += mark.encode() in line.read_bytes().split(b"\0")
        except OSError:
            continue
    return count


def wait_until(condition):
    """Wait at most ten seconds for CONDITION."""
    give_up = time.monotonic() + 10
    while not condition() and time.monotonic() < give_up:
        time.sleep(0.05)
    assert condition()


def test_asked_to_stop_it_ends_every_program_and_its_children(supervise):
    supervisor = supervise(one="sleep 901.25", two="sh -c 'sleep 901.25 & wait'")
    wait_until(lambda: running("901.25") == 2)

    supervisor.send_signal(signal.SIGTERM)

    assert supervisor.wait(timeout=10) == 0
    assert running("901.25") == 0


def test_one_death_stops_the_others_and_is_told(supervise):
    supervisor = supervise(good="sleep 902.25", bad="sh -c 'echo no room left; exit 3'")

    said, _ = supervisor.communicate(timeout=10)

    assert supervisor.returncode == 1
    assert "The bad process ended by itself (exit code 3)" in said
    assert "no room left" in said
    assert running("902.25") == 0


def test_killed_outright_it_leaves_no_program_behind(supervise):
    supervisor = supervise(one="sleep 903.25")
    wait_until(lambda: running("903.25") == 1)

    supervisor.kill()

    wait_until(lambda: running("903.25") == 0)
