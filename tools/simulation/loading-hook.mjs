// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { planted } from '../instrument/plant.mjs';
import { MUTANTS } from './mutants.mjs';

/** @typedef {{ url: string, format?: string | null }} Resolved */
/** @typedef {{ format?: string | null, source?: string | ArrayBuffer | Uint8Array | null, shortCircuit?: boolean }} Loaded */

const BUILT = /\/dist\/apps\//;
const LIBS = '/dist/apps/order-service/libs/';
const LIBS_OF_OTHERS = /\/dist\/apps\/(?:inventory|notification)-service\/libs\//;

/**
 * What is the same in the builds of two services is one module here: a processor that learns it once runs it faster. What
 * is built and imported by a module with a bug has it as well; packages have none.
 * @param {string} specifier @param {{ parentURL?: string | undefined }} context @param {(specifier: string, context: object) => Promise<Resolved>} nextResolve
 */
export async function resolve(specifier, context, nextResolve) {
  const resolved = await nextResolve(specifier, context);
  if (!BUILT.test(resolved.url)) return resolved;
  const shared = resolved.url.replace(LIBS_OF_OTHERS, LIBS);
  const url = new URL(isSame(shared, resolved.url) ? shared : resolved.url);
  if (context.parentURL && BUILT.test(context.parentURL)) url.search = new URL(context.parentURL).search;
  return { ...resolved, url: url.href };
}

/** @param {string} one @param {string} other */
function isSame(one, other) {
  if (one === other) return true;
  const [first, second] = [fileURLToPath(one), fileURLToPath(other)];
  return existsSync(first) && readFileSync(first).equals(readFileSync(second));
}

/** @param {string} url @param {object} context @param {(url: string, context: object) => Promise<Loaded>} nextLoad */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const { pathname, searchParams } = new URL(url);
  const mutant = MUTANTS.find(({ name }) => name === searchParams.get('bug'));
  if (!mutant || !pathname.endsWith(`/${mutant.file}`)) return loaded;
  const built = new TextDecoder().decode(/** @type {Uint8Array} */ (loaded.source));
  return { ...loaded, source: planted(mutant, built) };
}
