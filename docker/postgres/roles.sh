#!/bin/bash
# Makes the roles of one service's database, with the passwords that are its secrets. The image runs it when it makes the
# database; later, to change passwords or for a database from before there were roles:
#   docker compose -f docker-compose.prod.yml exec order-db bash /docker-entrypoint-initdb.d/roles.sh
# and in the latter case the migrations, which seal the ledgers.
(
  set -euo pipefail

  password() {
    local value
    value=$(<"/run/secrets/$1")
    if [[ ! $value =~ ^[A-Za-z0-9_-]{16,}$ ]]; then
      echo "the secret $1 must have 16 or more of A-Z a-z 0-9 _ - and nothing else" >&2
      exit 1
    fi
    printf '%s' "$value"
  }

  owner=$(password "${WAYBILL_SERVICE}_db_owner")
  service=$(password "${WAYBILL_SERVICE}_db_service")
  auditor=$(password db_auditor)
  # Not as arguments, which anybody on the machine may read.
  PGOPTIONS="-c waybill.owner=${WAYBILL_SERVICE}_owner -c waybill.owner_password=$owner"
  PGOPTIONS+=" -c waybill.service=${WAYBILL_SERVICE}_service -c waybill.service_password=$service"
  PGOPTIONS+=" -c waybill.auditor=waybill_auditor -c waybill.auditor_password=$auditor"
  export PGOPTIONS
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" \
    --dbname="$POSTGRES_DB" --file=/waybill/roles.sql
  # Of the server's own databases a service needs none; the auditor finds the others by one.
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
    <<<'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC; GRANT CONNECT ON DATABASE postgres TO waybill_auditor;'
) || exit 1
