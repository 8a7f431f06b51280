// @ts-check
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KNOWN_SCOPES, withNewKey, withRotatedKey, withoutKey } from './api-keys/key-file.mjs';
import { usualOperator } from './dlq/desk.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

/** @typedef {import('./api-keys/key-file.mjs').KeyFile} KeyFile */

const USAGE = `npm run api-keys -- COMMAND [options]: the keys of storefronts and services, hashed, in the file that API_KEYS_FILE names
  create --name NAME --scope S [--scope S …]   a key, told once
  rotate ID                another for the same holder; both are good for --overlap-hours (24)
  revoke ID                good for nothing any more, within seconds
  list                     who holds which, until when
options:
  --days N                 how long a new key lasts (90)
  --file F                 instead of API_KEYS_FILE
  --who NAME               for the record (the user of the operating system)
scopes: ${KNOWN_SCOPES.join(' ')}`;

const text = /** @type {const} */ ({ type: 'string' });
const OPTIONS = {
  name: { ...text, default: '' },
  scope: /** @type {const} */ ({ type: 'string', multiple: true, default: /** @type {string[]} */ ([]) }),
  days: { ...text, default: '90' },
  'overlap-hours': { ...text, default: '24' },
  file: { ...text, default: process.env['API_KEYS_FILE'] ?? '' },
  who: { ...text, default: usualOperator() },
};

/** @param {string} path @returns {KeyFile} */
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { keys: [] });

/** Whole or not at all, for the services read it meanwhile. @param {string} path @param {KeyFile} file */
function write(path, file) {
  writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o640 });
  renameSync(`${path}.new`, path);
}

/** @param {ReturnType<typeof withNewKey>} made */
function tell({ key, entry }) {
  process.stdout.write(`${key}\n`);
  process.stderr.write(
    `${entry.name}: ${entry.scopes.join(' ')}, until ${entry.expiresAt}; it is not told again\n`,
  );
}

/** @param {KeyFile} file @param {Date} now */
function list({ keys }, now) {
  for (const { id, name, scopes, expiresAt, revokedAt } of keys) {
    const over = Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'until';
    const state = revokedAt === undefined ? `${over} ${expiresAt}` : `revoked ${revokedAt}`;
    process.stdout.write(`${id}  ${name}  ${state}  ${scopes.join(' ')}\n`);
  }
}

await runTool(async () => {
  const { values, positionals } = parsed(USAGE, () =>
    parseArgs({ allowPositionals: true, options: OPTIONS }),
  );
  const [command, id = ''] = positionals;
  const { file: path, name, scope: scopes, who } = values;
  if (path === '') throw new ToolError(`say which file: --file or API_KEYS_FILE\n${USAGE}`);
  const days = Number(values.days);
  const occasion = { who, now: new Date() };
  const file = read(path);
  if (command === 'list') return list(file, occasion.now);
  if (command === 'revoke') return write(path, withoutKey(file, id, occasion));
  if (command !== 'create' && command !== 'rotate') throw new ToolError(USAGE);
  const overlapHours = Number(values['overlap-hours']);
  const made =
    command === 'create'
      ? withNewKey(file, { name, scopes, days }, occasion)
      : withRotatedKey(file, id, { days, overlapHours }, occasion);
  write(path, made.file);
  tell(made);
});
