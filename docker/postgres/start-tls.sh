#!/bin/bash
# Starts a database as its image does, reached over the network by TLS alone. The secret is its certificate and key.
set -euo pipefail
pem=/var/lib/postgresql/tls.pem
# A key must be its reader's, and nobody else's.
install --owner=postgres --group=postgres --mode=600 "/run/secrets/tls_${HOSTNAME//-/_}" "$pem"
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file="$pem" -c ssl_key_file="$pem" \
  -c ssl_min_protocol_version=TLSv1.2 -c hba_file=/waybill/pg_hba.conf
