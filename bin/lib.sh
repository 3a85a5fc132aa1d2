# Shared by bin/demo, bin/test and bin/bench: find Python, fill .venv, see that system libraries are there.
# Sourced, not run. Expects nothing but bash and coreutils; sets ROOT, PYTHON and cds to the checkout.
# shellcheck shell=bash

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PYTHON=$ROOT/.venv/bin/python
cd "$ROOT"
export PYTHONPATH="$ROOT${PYTHONPATH:+:$PYTHONPATH}"

say() { printf '%s\n' "$*"; }
note() { printf '· %s\n' "$*" >&2; }
die() { printf '\n%s\n' "$*" >&2; exit 1; }
headline() { printf '\n=== %s ===\n' "$*"; }
is_root() { [ "$(id -u)" = 0 ]; }

# --- Debian packages ---------------------------------------------------------------------------------------------
# Install the packages named, when we may; otherwise say exactly what to run. $1 says what they are for.
need_packages() {
  local why=$1
  shift
  if ! command -v apt-get >/dev/null 2>&1; then
    die "$why needs these Debian packages, and there is no apt-get here: $*. Install their equivalents and try again."
  fi
  if ! is_root; then
    die "$why needs system packages. Run this once, then try again:

    sudo apt-get update && sudo apt-get install --no-install-recommends -y $*"
  fi
  note "Installing $* ($why)"
  { DEBIAN_FRONTEND=noninteractive apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive apt-get install -q --no-install-recommends -y "$@"; } >"$ROOT/.local/apt.log" 2>&1 ||
    { tail -n 20 "$ROOT/.local/apt.log" >&2; die "apt-get could not install: $*"; }
}

# --- Python ------------------------------------------------------------------------------------------------------
# Print the first Python >= 3.11 that really runs (a version manager's shim may stand there and refuse).
find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11 python3.14; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# Make .venv if it is missing or broken (half made, or the checkout has moved).
ensure_venv() {
  if [ -x "$PYTHON" ] && [ "$(cat .venv/.place 2>/dev/null || echo "$ROOT")" = "$ROOT" ] && "$PYTHON" -c '' 2>/dev/null; then
    return
  fi
  local python
  if ! python=$(find_python); then
    need_packages "Python 3.11 or newer" python3 python3-venv
    python=$(find_python) || die "Python 3.11 or newer is needed; this system's package is older."
  fi
  note "Making a virtual environment with $python"
  rm -rf .venv
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    if command -v uv >/dev/null 2>&1 && uv venv --quiet --python "$python" .venv; then :
    elif "$python" -m virtualenv --quiet .venv >/dev/null 2>&1; then :
    else
      rm -rf .venv
      local version
      version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
      need_packages "A virtual environment" "$version"
      "$python" -m venv .venv || die "Could not make a virtual environment with $python."
    fi
  fi
  printf '%s' "$ROOT" >.venv/.place
}

# uv brings its own list of authorities and leaves the machine's out: behind a proxy that a workplace signs itself, nothing could
# be installed, while pip and the browser work. Where the machine keeps a list, it is the one that counts. (The second name is
# what older versions of uv call it.)
if [ -z "${UV_SYSTEM_CERTS:-}" ] && { [ -s "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" ] || [ -n "${SSL_CERT_DIR:-}" ]; }; then
  export UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true
fi

# Print the command that runs uv for .venv, installing it there when it is nowhere.
find_uv() {
  if [ -x .venv/bin/uv ]; then echo .venv/bin/uv
  elif "$PYTHON" -m pip install --quiet --disable-pip-version-check uv >&2 2>/dev/null && [ -x .venv/bin/uv ]; then echo .venv/bin/uv
  elif command -v uv >/dev/null 2>&1; then command -v uv
  else return 1
  fi
}

checksum() { cat "$@" | sha256sum | cut -d' ' -f1; }

# Bring .venv to what requirements/$1.txt says, exactly and by hash. "dev" contains all of "demo": a demo started
# in a checkout that already has the tests' tools leaves them there.
install_requirements() {
  local set=$1 wanted have=""
  ensure_venv
  [ -f .venv/.installed ] && have=$(cat .venv/.installed)
  if [ "$set" = demo ] && [ "${have%% *}" = dev ]; then set=dev; fi
  wanted="$set $(checksum "requirements/$set.txt")"
  [ "$have" = "$wanted" ] && return
  note "Installing Python packages (requirements/$set.txt)"
  rm -f .venv/.installed
  local uv
  if uv=$(find_uv); then
    "$uv" pip sync --quiet --python "$PYTHON" --require-hashes "requirements/$set.txt" || die "Could not install requirements/$set.txt (see above)."
  else
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$set.txt" || die "Could not install requirements/$set.txt (see above)."
  fi
  printf '%s' "$wanted" >.venv/.installed
}

# --- System libraries and programs ---------------------------------------------------------------------------------
# WeasyPrint loads these by name when it runs; without harfbuzz-subset it is slow and warns.
ensure_pdf_libraries() {
  "$PYTHON" - <<'PY' && return
import ctypes, sys
try:
    for name in ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0",
                 "libharfbuzz-subset.so.0", "libfontconfig.so.1"):
        ctypes.CDLL(name)
except OSError:
    sys.exit(1)
PY
  need_packages "Printing to PDF" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig-config
}

# Print a Chromium that is there; CHROMIUM names another one.
find_chromium() {
  local name
  for name in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/google-chrome; do
    [ -n "$name" ] && [ -x "$name" ] && { echo "$name"; return; }
  done
  return 1
}

ensure_test_programs() {
  local missing=()
  find_chromium >/dev/null || missing+=(chromium)
  command -v pdftoppm >/dev/null 2>&1 || missing+=(poppler-utils)
  if [ ${#missing[@]} -gt 0 ]; then need_packages "The test run" "${missing[@]}"; fi
  CHROMIUM=$(find_chromium) || die "No Chromium found. Set CHROMIUM=/path/to/chromium."
  export CHROMIUM
}

# --- Embedded servers ------------------------------------------------------------------------------------------------
# Start PostgreSQL and the queue under the name $1 and take over DATABASE_URL and REDIS_URL.
start_servers() {
  local lines
  lines=$("$PYTHON" bin/servers.py start "$1" --owner $$) || die "The embedded servers did not start (see above)."
  eval "$lines"
  export DATABASE_URL REDIS_URL
}

stop_servers() { "$PYTHON" bin/servers.py stop "$1" --owner $$ || true; }

mkdir -p .local
