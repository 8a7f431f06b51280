// @ts-check
import { compiled } from '../../support/compiled.mjs';

/** @typedef {import('../../build.mjs').App} App */
/** @typedef {import('../api-documents.mjs').ApiDocument} ApiDocument */
/** @typedef {import('./refusals.mjs').Refusal} Refusal */
/** @typedef {{ app: App, route: string, status: string, code: string }} Declared */

/**
 * A stable code, and all that is to be told of it.
 * @typedef {object} Entry
 * @property {import('./sources.mjs').Scope} scope
 * @property {string} code
 * @property {number} status
 * @property {boolean} inReports whether no request is answered so: a report names what was refused
 * @property {string[]} meanings
 * @property {import('./carried.mjs').Carried} carried
 * @property {boolean} anywhere whether any route can answer it, without declaring it
 * @property {Declared[]} declared
 */

const CODE = /`([a-z0-9]+(?:-[a-z0-9]+)*)`/g;
const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Which routes say that they can answer which code. @param {ReadonlyMap<App, ApiDocument>} documents @returns {Declared[]} */
export function declaredCodes(documents) {
  return [...documents].flatMap(([app, { paths }]) =>
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => METHODS.has(method))
        .flatMap(([method, { responses }]) =>
          Object.entries(/** @type {Record<string, { description: string }>} */ (responses))
            .filter(([status]) => Number(status) >= 400)
            .flatMap(([status, { description }]) =>
              [...description.matchAll(CODE)].map(([, code = '']) => ({
                app,
                route: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
                status,
                code,
              })),
            ),
        ),
    ),
  );
}

/** The status of each kind of `DomainError`, as the platform answers it. @returns {Promise<(kind: string) => number>} */
export async function statusOfKinds() {
  const platform = (/** @type {string} */ path) => compiled('order-service', 'libs/platform/src', path);
  const { DomainError } = await platform('kernel/domain-error.js');
  const { problemOf } = await platform('problems/problem-of.js');
  // What tells an error of ours is its class alone.
  return (kind) =>
    problemOf(Object.assign(Object.create(DomainError.prototype), { code: 'sample', kind })).status;
}

/**
 * One entry a code and scope, in the order of the scopes and, within them, of the codes.
 * @param {readonly Refusal[]} refusals
 * @param {readonly Declared[]} declared
 * @param {(kind: string) => number} statusOf
 * @returns {Entry[]}
 */
export function catalogue(refusals, declared, statusOf) {
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (const { scope, codes, meaning, carried, said, ...refusal } of refusals) {
    for (const code of codes) {
      const status = refusal.status ?? statusOf(refusal.kind ?? '');
      const entry = entries.get(`${scope} ${code}`) ?? {
        scope,
        code,
        status,
        carried,
        meanings: [],
        anywhere: said === undefined,
        inReports: said?.inReports ?? false,
        declared: declared.filter((one) => one.code === code && isWithin(one.app, scope)),
      };
      entries.set(`${scope} ${code}`, {
        ...entry,
        meanings: [...new Set([...entry.meanings, meaning])],
        carried: both(entry.carried, carried),
      });
    }
  }
  return [...entries.values()].toSorted((one, other) => (one.code < other.code ? -1 : 1));
}

/** Whether what the scope defines can be thrown in the app. @param {App} app @param {string} scope */
export const isWithin = (app, scope) => scope === app || !scope.endsWith('-service');

/** @param {Entry['carried']} one @param {Entry['carried']} other */
const both = (one, other) => ({
  places: [...new Set([...one.places, ...other.places])],
  members: [...new Set([...one.members, ...other.members])],
  retryAfter: one.retryAfter || other.retryAfter,
});
