#!/bin/bash
# Puts the passwords, which are secrets, into the definitions, which are not, and starts the broker as its image does.
set -euo pipefail
umask 077

password() {
  local value
  value=$(<"/run/secrets/rabbitmq_$1")
  if [[ ! $value =~ ^[A-Za-z0-9_-]{16,}$ ]]; then
    echo "the secret rabbitmq_$1 must have 16 or more of A-Z a-z 0-9 _ - and nothing else" >&2
    exit 1
  fi
  printf '%s' "$value"
}

for_the_broker() {
  cat >"$1"
  chmod 400 "$1"
  chown rabbitmq:rabbitmq "$1"
}

definitions=$(</waybill/definitions.json)
for user in order-service inventory-service notification-service operator; do
  secret=$(password "${user//-/_}")
  definitions=${definitions//"<password of $user>"/$secret}
done
rm -f /etc/rabbitmq/definitions.json /var/lib/rabbitmq/.erlang.cookie
printf '%s' "$definitions" | for_the_broker /etc/rabbitmq/definitions.json
# Nodes that share it trust each other.
password cookie | for_the_broker /var/lib/rabbitmq/.erlang.cookie
for_the_broker /etc/rabbitmq/conf.d/30-waybill.conf </waybill/rabbitmq.conf
# With a certificate and its key as a secret, TLS: docker/compose.tls.yml.
certificate="/run/secrets/tls_${HOSTNAME//-/_}"
if [[ -e $certificate ]]; then
  for_the_broker /etc/rabbitmq/tls.pem <"$certificate"
  for_the_broker /etc/rabbitmq/conf.d/40-tls.conf </waybill/tls.conf
fi

umask 022
exec docker-entrypoint.sh rabbitmq-server
