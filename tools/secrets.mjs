// @ts-check
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCertificates } from './certificates.mjs';
import { announce } from './support/messages.mjs';
import { inRoot } from './support/paths.mjs';
import { isMain, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run secrets [-- [--tls] DIRECTORY]: makes what docker-compose.prod.yml asks for as secrets (docker/secrets)
Each is a file with a random password; those that exist are left as they are. The password of the mail server, smtp_pass,
nobody can make up: it is empty.
  --tls  also an authority and certificates for docker/compose.tls.yml, by openssl`;

const SERVICES = ['order', 'inventory', 'notification'];

const SMTP = 'smtp_pass';

/** The names of the secrets of docker-compose.prod.yml. */
const SECRETS = [
  ...SERVICES.flatMap((service) => [
    `${service}_db`,
    `${service}_db_owner`,
    `${service}_db_service`,
    `rabbitmq_${service}_service`,
  ]),
  'db_auditor',
  'rabbitmq_operator',
  'rabbitmq_cookie',
  SMTP,
];

/** Makes those that are missing, and answers their names. @param {string} directory @returns {string[]} */
export function makeSecrets(directory) {
  mkdirSync(directory, { recursive: true });
  // Who may enter decides who may read: in a container a secret is read by whatever user runs there.
  chmodSync(directory, 0o700);
  const missing = SECRETS.filter((name) => !existsSync(join(directory, name)));
  for (const name of missing) {
    writeFileSync(join(directory, name), name === SMTP ? '' : randomBytes(24).toString('base64url'));
    chmodSync(join(directory, name), 0o644);
  }
  return missing;
}

if (isMain(import.meta.url)) {
  await runTool(async () => {
    const { positionals, values } = parsed(USAGE, () =>
      parseArgs({ allowPositionals: true, options: { tls: { type: 'boolean' } } }),
    );
    const directory = positionals[0] ?? inRoot('docker', 'secrets');
    const made = makeSecrets(directory);
    if (values.tls) made.push(...(await makeCertificates(directory)));
    announce('secrets', 'made', made.length === 0 ? 'none, all are there' : made.join(', '));
  });
}
