// @ts-check
import { z } from 'zod';
import { ToolError } from '../../support/tool.mjs';

/**
 * What the documents say of a variable.
 * @typedef {object} Variable
 * @property {string} name
 * @property {string} topic
 * @property {string} takes what may be written
 * @property {string} fallback what counts when nothing is
 * @property {string} meaning
 */

/** What numbers are of, by how the name of their variable ends. @type {readonly (readonly [string, string])[]} */
const UNITS = [
  ['_MS', 'ms'],
  ['_SCHEDULE_DELAY', 'ms'],
  ['_S', 's'],
  ['_DAYS', 'days'],
  ['_BYTES', 'bytes'],
  ['_PERCENT', 'percent'],
  ['_PER_SECOND', 'a second'],
];

/**
 * Reads a variable's schema.
 * @param {string} name
 * @param {z.core.$ZodType} schema
 * @returns {Variable}
 */
export function variableOf(name, schema) {
  const layers = [...layersOf(schema)];
  const said = Object.assign({}, ...layers.toReversed().map((layer) => z.globalRegistry.get(layer)));
  for (const needed of ['topic', 'description'])
    if (!said[needed]) throw new ToolError(`${name}: its schema has no ${needed}, which the documents need`);
  const secret = said.secret === undefined ? [] : ['secret'];
  return {
    name,
    topic: said.topic,
    takes: [takes(name, layers.at(-1), said), ...secret].join(', '),
    fallback: fallbackOf(layers),
    meaning: said.description,
  };
}

/** The schema and what it wraps, from without. @param {z.core.$ZodType} schema @returns {Generator<z.core.$ZodTypes>} */
function* layersOf(schema) {
  const layer = /** @type {z.core.$ZodTypes} */ (schema);
  yield layer;
  const { def } = layer._zod;
  if (def.type === 'default' || def.type === 'optional') yield* layersOf(def.innerType);
  // A transformation: what is written is what goes in.
  if (def.type === 'pipe') yield* layersOf(def.in);
}

/**
 * @param {string} name
 * @param {z.core.$ZodTypes | undefined} written
 * @param {{ form?: string, minimum?: number, maximum?: number, several?: boolean }} said
 */
function takes(name, written, { form, minimum: min, maximum: max, several }) {
  const bounds = min === undefined ? undefined : `${unitOf(name)}, ${plain(min)} to ${plain(Number(max))}`;
  const said = form ?? bounds ?? formOf(name, written);
  return several ? `${said}, separated by commas` : said;
}

/** What a schema takes that says nothing of it. @param {string} name @param {z.core.$ZodTypes | undefined} written */
function formOf(name, written) {
  const { entries = {}, checks = [] } = /** @type {Partial<z.core.$ZodEnumDef & z.core.$ZodTypeDef>} */ (
    written?._zod.def ?? {}
  );
  const values = Object.values(entries);
  if (values.length > 0) return values.map((value) => `\`${value}\``).join(', ');
  if (checks.length === 0) return 'text';
  throw new ToolError(`${name}: its schema does not say its form, .meta({ form: '…' })`);
}

/** @param {string} name */
const unitOf = (name) => UNITS.find(([ending]) => name.endsWith(ending))?.[1] ?? 'whole number';

/** @param {readonly z.core.$ZodTypes[]} layers */
function fallbackOf(layers) {
  for (const { _zod } of layers) {
    if (_zod.def.type === 'default') return literal(_zod.def.defaultValue);
    if (_zod.def.type === 'optional') return 'not set';
  }
  return '**required**';
}

/** @param {unknown} value */
const literal = (value) =>
  value === '' || JSON.stringify(value) === '{}' ? 'empty' : `\`${String(value)}\``;

const plain = (/** @type {number} */ number) => number.toLocaleString('en-US');
