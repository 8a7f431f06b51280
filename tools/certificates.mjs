// @ts-check
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './support/run.mjs';
import { ToolError } from './support/tool.mjs';

/** Every server of docker-compose.prod.yml by the name under which the services know it. */
const HOSTS = ['rabbitmq-1', 'rabbitmq-2', 'rabbitmq-3', 'order-db', 'inventory-db', 'notification-db'];

const AUTHORITY_DAYS = 3650;
const SERVER_DAYS = 397;
const TIME_LIMIT_MS = 30_000;
const NEW_KEY = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'.split(' ');
const AUTHORITY = 'tls_ca';
const AUTHORITY_KEY = 'tls_ca_key';

/** @param {string} host */
const secretOf = (host) => `tls_${host.replaceAll('-', '_')}`;

/** What kinds of certificates there are, in the words of openssl. @param {string} host */
const kinds = (host) => `[req]
distinguished_name = name
prompt = no
x509_extensions = authority
[name]
CN = ${host}
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:${host}
`;

/**
 * Makes an authority, and by it a certificate for each server, together with its key; those that exist are left as they
 * are. Removing the file of a server and making it anew renews it. Needs openssl.
 * @param {string} directory @returns {Promise<string[]>} the names of those that were made
 */
export async function makeCertificates(directory) {
  const work = mkdtempSync(join(tmpdir(), 'waybill-certificates-'));
  try {
    const isNew = !existsSync(join(directory, AUTHORITY));
    if (isNew) await makeAuthority(directory, work);
    // What another authority has signed is worth nothing under a new one.
    const hosts = HOSTS.filter((host) => isNew || !existsSync(join(directory, secretOf(host))));
    for (const host of hosts) await makeServer(directory, work, host);
    return [...(isNew ? [AUTHORITY] : []), ...hosts.map(secretOf)];
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** @param {string} directory @param {string} work */
async function makeAuthority(directory, work) {
  const key = join(directory, AUTHORITY_KEY);
  const made = join(work, AUTHORITY);
  const [config, days] = [newKey(work, 'Waybill'), ['-days', String(AUTHORITY_DAYS)]];
  await openssl('req', '-x509', ...config, ...days, '-keyout', key, '-out', made);
  chmodSync(key, 0o600);
  put(directory, AUTHORITY, readFileSync(made, 'utf8'));
}

/** @param {string} directory @param {string} work @param {string} host */
async function makeServer(directory, work, host) {
  const [key, request, made] = [join(work, 'key'), join(work, 'request'), join(work, 'certificate')];
  const config = newKey(work, host);
  await openssl('req', '-new', ...config, '-keyout', key, '-out', request);
  const by = ['-CA', join(directory, AUTHORITY), '-CAkey', join(directory, AUTHORITY_KEY)];
  const as = ['-extfile', configOf(work, host), '-extensions', 'server', '-days', String(SERVER_DAYS)];
  const serial = `0x${randomBytes(16).toString('hex')}`;
  await openssl('x509', '-req', '-in', request, ...by, ...as, '-set_serial', serial, '-out', made);
  put(directory, secretOf(host), readFileSync(made, 'utf8') + readFileSync(key, 'utf8'));
}

/** @param {string} work @param {string} host */
const configOf = (work, host) => join(work, `${host}.conf`);

/** @param {string} work @param {string} host */
function newKey(work, host) {
  writeFileSync(configOf(work, host), kinds(host));
  return ['-config', configOf(work, host), ...NEW_KEY];
}

/** As the other secrets: who may enter the directory may read. @param {string} directory @param {string} name @param {string} text */
function put(directory, name, text) {
  writeFileSync(join(directory, name), text);
  chmodSync(join(directory, name), 0o644);
}

/** @param {string[]} args */
async function openssl(...args) {
  const { ok, reason } = await run('openssl', args, { timeoutMs: TIME_LIMIT_MS });
  if (!ok) throw new ToolError(`openssl ${args[0]}: ${reason}`);
}
