// @ts-check
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { MATRIX } from '../authorization/matrix.mjs';
import { ToolError } from '../support/tool.mjs';

/**
 * What is kept of a key: never the key.
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} name
 * @property {string} hash
 * @property {string[]} scopes
 * @property {string} createdAt
 * @property {string} createdBy
 * @property {string} expiresAt
 * @property {string} [revokedAt]
 * @property {string} [revokedBy]
 */

/** @typedef {{ keys: Entry[] }} KeyFile */
/** @typedef {{ who: string, now: Date }} Occasion */

/** Every scope that some route wants of a service. */
export const KNOWN_SCOPES = [...new Set(MATRIX.flatMap(({ scope }) => scope ?? []))].toSorted();

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const DAY_MS = 86_400_000;
const LONGEST_DAYS = 730;

/**
 * The file with one key more, and that key: it is told once and cannot be had again.
 * @param {KeyFile} file @param {{ name: string, scopes: string[], days: number }} wanted @param {Occasion} occasion
 */
export function withNewKey({ keys }, { name, scopes, days }, { who, now }) {
  const unknown = scopes.filter((scope) => !KNOWN_SCOPES.includes(scope));
  if (unknown.length > 0)
    throw new ToolError(`no such scope: ${unknown.join(', ')}; there are ${KNOWN_SCOPES.join(', ')}`);
  if (scopes.length === 0) throw new ToolError('a key needs a scope');
  if (!NAME.test(name)) throw new ToolError('a name is lower-case letters, digits and dashes');
  if (!(days > 0 && days <= LONGEST_DAYS)) throw new ToolError(`a key lasts 1 to ${LONGEST_DAYS} days`);
  const id = Array.from({ length: 10 }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('');
  const key = `wbk_${id}_${randomBytes(32).toString('base64url')}`;
  const hash = `sha256:${createHash('sha256').update(key).digest('hex')}`;
  const dates = {
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + days * DAY_MS).toISOString(),
  };
  /** @type {Entry} */
  const entry = { id, name, hash, scopes: [...new Set(scopes)], createdBy: who, ...dates };
  return { key, entry, file: { keys: [...keys, entry] } };
}

/** The file in which a key is good for nothing any more; its entry stays, for the record. @param {KeyFile} file @param {string} id @param {Occasion} occasion @returns {KeyFile} */
export function withoutKey({ keys }, id, { who, now }) {
  const { revokedAt } = entryOf(keys, id);
  if (revokedAt !== undefined) throw new ToolError(`${id} was revoked at ${revokedAt}`);
  const revoked = { revokedAt: now.toISOString(), revokedBy: who };
  return { keys: keys.map((entry) => (entry.id === id ? { ...entry, ...revoked } : entry)) };
}

/**
 * The file with another key for whoever holds this one, which lasts so many hours longer: both are good meanwhile.
 * @param {KeyFile} file @param {string} id @param {{ days: number, overlapHours: number }} times @param {Occasion} occasion
 */
export function withRotatedKey({ keys }, id, { days, overlapHours }, occasion) {
  const { name, scopes, expiresAt } = entryOf(keys, id);
  const end = new Date(occasion.now.getTime() + overlapHours * 3_600_000).toISOString();
  const shortened = keys.map((entry) =>
    entry.id === id && end < expiresAt ? { ...entry, expiresAt: end } : entry,
  );
  return withNewKey({ keys: shortened }, { name, scopes, days }, occasion);
}

/** @param {readonly Entry[]} keys @param {string} id */
function entryOf(keys, id) {
  const entry = keys.find((one) => one.id === id);
  if (!entry) throw new ToolError(`there is no key ${id}`);
  return entry;
}
