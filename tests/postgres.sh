#!/usr/bin/env bash
# Run the given command with DATABASE_URL on PostgreSQL: the one that is given,
# or a throw-away server that listens on a socket only and leaves nothing behind.
set -euo pipefail

if [[ ${DATABASE_URL:-} == postgres* ]]; then
  exec "$@"
fi

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
export PATH="${bin:+$bin:}$PATH"
if ! command -v initdb >/dev/null || ! command -v pg_ctl >/dev/null; then
  echo "PostgreSQL fehlt. Debian und Ubuntu: apt-get install postgresql" >&2
  echo "Oder einen laufenden Server nennen: DATABASE_URL=postgres://… make test-postgres" >&2
  exit 1
fi

# In memory where there is room: each test that ends without a rollback empties all tables, a file each.
shelf=${TMPDIR:-/tmp}
if (($(df --output=avail /dev/shm 2>/dev/null | tail -n 1 || echo 0) > 2000000)); then
  shelf=/dev/shm
fi
folder=$(mktemp -d "$shelf/gremium-postgres-XXXXXX")

as_postgres() {
  # PostgreSQL refuses to run as root.
  if [[ $(id -u) == 0 ]]; then
    runuser -u postgres -- env PATH="$PATH" "$@"
  else
    "$@"
  fi
}

stop() {
  as_postgres pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

if [[ $(id -u) == 0 ]]; then
  chown postgres "$folder"
fi
cd "$folder"
as_postgres initdb -D data -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >initdb.log
as_postgres pg_ctl -D data -w -l "$folder/server.log" -o \
  "-k $folder -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c jit=off" \
  start >/dev/null || { cat server.log >&2; exit 1; }
cd - >/dev/null

DATABASE_URL="postgres://postgres@/postgres?host=$folder" "$@"
