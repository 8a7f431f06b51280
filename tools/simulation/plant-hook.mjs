// @ts-check

/** @typedef {import('./mutants.mjs').Mutant} Mutant */
/** @typedef {{ format?: string | null, source?: string | ArrayBuffer | Uint8Array | null, shortCircuit?: boolean }} Loaded */

/** @type {Mutant} */
let mutant;

/** @param {Mutant} planted */
export function initialize(planted) {
  mutant = planted;
}

/** @param {string} url @param {object} context @param {(url: string, context: object) => Promise<Loaded>} nextLoad */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith(`/${mutant.file}`)) return loaded;
  const text = new TextDecoder().decode(/** @type {Uint8Array} */ (loaded.source));
  const parts = text.split(mutant.find);
  if (parts.length !== 2)
    throw new Error(`${mutant.name}: its text is ${parts.length - 1} times in ${mutant.file}`);
  return { ...loaded, source: parts.join(mutant.replace) };
}
