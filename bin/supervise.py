"""Run some programs together: all stop when one dies, on SIGTERM, and when this process or its parent is killed.

    bin/supervise.py LOGS name='command …' name='command …'

Each program gets a process group of its own and a log file LOGS/<name>.log. SIGTERM asks all of them to end and waits;
a second one ends them at once. Ctrl-C is left to the calling script, which turns it into SIGTERM: both get it from the
terminal, and it must count once. Exit code: 0 when asked to stop, 1 when one died.
"""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 15  # seconds that a program has for its last work
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent():
    """Ask the kernel to send SIGTERM when the parent is gone, even by SIGKILL."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start_clean():
    """Prepare a child: give back the signals that the supervisor ignores."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    die_with_parent()


def run(logs, programs):
    """Start PROGRAMS (name → command), wait, stop; return the exit code."""
    asked = []
    signal.signal(signal.SIGTERM, lambda number, frame: asked.append(number))
    for left_to_the_script in (signal.SIGINT, signal.SIGHUP):
        signal.signal(left_to_the_script, signal.SIG_IGN)
    die_with_parent()
    running = {}
    died = None
    for name, command in programs.items():
        with open(logs / f"{name}.log", "wb") as log:
            running[name] = subprocess.Popen(
                shlex.split(command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=start_clean,
            )
    while not asked and not died:
        time.sleep(0.2)
        died = next((name for name, process in running.items() if process.poll() is not None), None)
    if died and not asked:
        log = logs / f"{died}.log"
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        print(
            f"\nThe {died} process ended by itself (exit code {running[died].returncode}), so everything stops. "
            f"Its last lines ({log}):\n",
            *last,
            sep="\n",
            file=sys.stderr,
        )
    else:
        print("\nStopping …", flush=True)
    end_all(running, asked)
    return 1 if died and not asked else 0


def end_all(running, asked):
    """End every process group, kindly first."""
    for process in running.values():
        signal_group(process, signal.SIGTERM)
    before, give_up = len(asked), time.monotonic() + PATIENCE
    while any(process.poll() is None for process in running.values()):
        if len(asked) > before or time.monotonic() > give_up:
            break
        time.sleep(0.05)
    for process in running.values():
        signal_group(process, signal.SIGKILL)  # also what a dead leader has left behind
        process.wait()


def signal_group(process, number):
    """Send a signal to the whole group of PROCESS, if any of it is left."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), dict(argument.split("=", 1) for argument in sys.argv[2:])))
