#!/bin/bash
# Makes a database the first time, as the official image does as far as our compose files and tests use it: one for
# POSTGRES_DB under POSTGRES_USER with POSTGRES_PASSWORD (or what the file named by POSTGRES_PASSWORD_FILE holds), as the
# scripts in /docker-entrypoint-initdb.d want it.
set -euo pipefail

if [ "$(id -u)" = 0 ]; then
  install --directory --owner=postgres --group=postgres --mode=700 "$PGDATA"
  install --directory --owner=postgres --group=postgres --mode=3775 /var/run/postgresql
  # Secrets may be legible to root alone.
  if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
    POSTGRES_PASSWORD=$(<"$POSTGRES_PASSWORD_FILE")
    export POSTGRES_PASSWORD
  fi
  exec setpriv --reuid=postgres --regid=postgres --clear-groups "$0" "$@"
fi

user=${POSTGRES_USER:-postgres}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?must be set, for the database is to be made}"
  initdb --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --auth-local=trust >/dev/null
  printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  pg_ctl --wait --options="-c listen_addresses=''" start
  if [ "${POSTGRES_DB:-$user}" != postgres ]; then
    psql --no-psqlrc --quiet --username="$user" --dbname=postgres --set=name="${POSTGRES_DB:-$user}" \
      <<<'CREATE DATABASE :"name";'
  fi
  for script in /docker-entrypoint-initdb.d/*.sh; do
    if [ -e "$script" ]; then POSTGRES_USER=$user POSTGRES_DB=${POSTGRES_DB:-$user} bash "$script"; fi
  done
  pg_ctl --wait --mode=fast stop
fi
exec "$@"
