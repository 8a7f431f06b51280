// @ts-check

/**
 * A place in a source at which a process can be made to die, marked by a comment on a line of its own before a statement:
 * `// crash point relay-before-delete: the broker has the events, and the outbox still holds them`. With `(written)`
 * before the name, death comes once what the process has written until then has left it; the statement's function must
 * be async then.
 * @typedef {object} Marker
 * @property {string} name kebab-case
 * @property {boolean} written
 * @property {string} meaning what is the case when the process dies there
 */

const MARKER = /^([ \t]*)\/\/ crash point( \(written\))? ([a-z][a-z0-9-]*): (\S.*)$/gm;

/** The key under which a process that is instrumented has what the markers become. */
export const HOOK = 'waybill.crash-point';

/** The markers of a source, in their order, each with its line. @param {string} source @returns {(Marker & { line: number })[]} */
export const markersIn = (source) =>
  [...source.matchAll(MARKER)].map(({ index, 2: written, 3: name, 4: meaning }) => ({
    name: /** @type {string} */ (name),
    written: written !== undefined,
    meaning: /** @type {string} */ (meaning),
    line: source.slice(0, index).split('\n').length,
  }));

/** The source with each marker turned into a call, on the same line, so that source maps stay true. @param {string} source */
export const withCalls = (source) =>
  source.replaceAll(MARKER, (_comment, indent, written, name) => {
    const hook = `globalThis[Symbol.for('${HOOK}')]`;
    return `${indent}${written ? `await ${hook}.onceWritten('${name}')` : `${hook}.pass('${name}')`};`;
  });
