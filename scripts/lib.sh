# shellcheck shell=bash
# Shared by the scripts of this folder; sourced, not run. Changes to the root of the repository.

set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"

# Rust installed by rustup is often not on the PATH of a fresh shell.
if ! command -v cargo >/dev/null && [ -x "${HOME:-}/.cargo/bin/cargo" ]; then
  export PATH="${HOME:-}/.cargo/bin:$PATH"
fi

# A CI checkout is thrown away after the run; what it built is worth keeping.
if [ "${CI:-}" = true ] && [ -z "${CARGO_TARGET_DIR:-}" ]; then
  export CARGO_TARGET_DIR="${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/dienstweg/target"
fi
export target_dir="${CARGO_TARGET_DIR:-$root/target}"

say() { printf '%s\n' "$*"; }
complain() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
  complain "$@"
  exit 1
}

# The folder with the PostgreSQL server programs, newest version first; nothing if there is none.
postgres_bin() {
  local folder
  while read -r folder; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
      printf '%s\n' "$folder"
      return
    fi
  done < <(
    printf '%s\n' "${DIENSTWEG_PG_BIN:-}"
    printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV
    printf '%s\n' /usr/pgsql-*/bin | sort -rV
    dirname "$(command -v initdb || echo none)"
  )
}

postgres_version() { "$1/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/'; }

# A Chromium or Chrome for the browser tests; nothing if there is none.
chromium_path() {
  local name
  for name in "${DIENSTWEG_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then
      return
    fi
  done
}

free_port() {
  node -e 'const s = require("net").createServer();
    s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); });'
}

# The browser of the system is used, so npm need not fetch one.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

# Installs the packages of the frontend unless they are those of the lock file already.
frontend_install() (
  cd frontend
  if [ "${CI:-}" != true ] && [ node_modules/.package-lock.json -nt package-lock.json ]; then
    return
  fi
  npm ci --no-audit --no-fund
)
