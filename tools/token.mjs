// @ts-check
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './support/paths.mjs';
import { ToolError, isMain, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run token -- [options]: signs a token for services of your own, and prints it
  --role ROLE      admin, customer or service (admin)
  --subject ID     whose it is; of a customer a UUID (operator)
  --scope SCOPE    what a service may do, as often as it is wanted
  --hours N        how long it is good for (1)
  --issuer NAME    as AUTH_ISSUER has it (waybill-development)
  --key FILE       the private key (PEM) to sign with, whose public half AUTH_JWKS_URL names; without it the secret
                   of docker-compose.yml
  --make-keys DIR  makes such a pair first, if there is none: token_key.pem and jwks.json in the directory
The demo and the dead letters take it from WAYBILL_TOKEN.`;

/** What tokens say, and how they are signed. @typedef {{ role: string, subject: string, scopes?: readonly string[], hours?: number, issuer?: string }} Claims */

const AUDIENCE = 'waybill';
export const DEVELOPMENT_ISSUER = 'waybill-development';
const KEY_ID = 'own';

/** The secret that the services of docker-compose.yml believe, which listen on the loopback address alone. */
export function developmentSecret() {
  const file = readFileSync(inRoot('docker-compose.yml'), 'utf8');
  const secret = /AUTH_JWT_SECRET: '?([^'\n]+)/.exec(file)?.[1];
  if (!secret) throw new ToolError('docker-compose.yml has no AUTH_JWT_SECRET');
  return new TextEncoder().encode(secret);
}

/** A pair of keys in the directory; what is there is left as it is. @param {string} directory @returns {{ key: string, jwks: string }} the files */
export function makeKeys(directory) {
  const files = { key: join(directory, 'token_key.pem'), jwks: join(directory, 'jwks.json') };
  if (existsSync(files.key)) return files;
  mkdirSync(directory, { recursive: true });
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const known = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'EdDSA', use: 'sig' };
  writeFileSync(files.key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(files.jwks, `${JSON.stringify({ keys: [known] })}\n`);
  chmodSync(files.jwks, 0o644);
  return files;
}

/** A signed token: by the private key of the file, or by the secret for development. @param {Claims} claims @param {string} [keyFile] @returns {Promise<string>} */
export async function tokenFor(
  { role, subject, scopes = [], hours = 1, issuer = DEVELOPMENT_ISSUER },
  keyFile,
) {
  const { SignJWT } = await import('jose');
  const token = new SignJWT({ role, ...(scopes.length > 0 && { scope: scopes.join(' ') }) })
    .setProtectedHeader(keyFile ? { alg: 'EdDSA', kid: KEY_ID } : { alg: 'HS256' })
    .setSubject(subject)
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${hours}h`);
  return token.sign(keyFile ? createPrivateKey(readFileSync(keyFile)) : developmentSecret());
}

function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: {
        role: { type: 'string', default: 'admin' },
        subject: { type: 'string', default: 'operator' },
        scope: { type: 'string', multiple: true, default: [] },
        hours: { type: 'string', default: '1' },
        issuer: { type: 'string', default: DEVELOPMENT_ISSUER },
        key: { type: 'string' },
        'make-keys': { type: 'string' },
      },
    }),
  );
  const hours = Number(values.hours);
  if (!['admin', 'customer', 'service'].includes(values.role)) throw new ToolError(USAGE);
  if (!(hours > 0)) throw new ToolError('--hours must be a number of hours');
  return { ...values, hours };
}

if (isMain(import.meta.url)) {
  await runTool(async () => {
    const { scope: scopes, key, 'make-keys': directory, ...claims } = options();
    await ensureInstalled();
    const file = directory === undefined ? key : makeKeys(directory).key;
    process.stdout.write(`${await tokenFor({ ...claims, scopes }, file)}\n`);
  });
}
