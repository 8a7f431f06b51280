// @ts-check
import { z } from 'zod';
import { ToolError } from '../support/tool.mjs';
import { ENVELOPE_MEANINGS, FIELD_MEANINGS } from './meanings.mjs';

/** @typedef {import('./contracts.mjs').Contract} Contract */
/** @typedef {import('zod').z.core.JSONSchema.BaseSchema} Schema */
/** @typedef {(path: string) => string | undefined} Meaning what the field of that path means */

const NO_NUL = '^[^\\u0000]*$';

/**
 * The schema of a contract's data as JSON Schema, every field described.
 * @param {Contract} contract
 * @param {Set<string>} used takes the keys of the meanings that were needed
 */
export function dataSchema(contract, used) {
  const { type } = contract;
  return described(toJsonSchema(contract.data), `data of ${type}`, (path) => {
    const key = [`${type}:${path}`, path].find((candidate) => candidate in FIELD_MEANINGS);
    if (key !== undefined) used.add(key);
    return key && FIELD_MEANINGS[key];
  });
}

/** The schema of everything about an event but its data. @param {z.ZodType} envelope */
export const envelopeSchema = (envelope) =>
  described(toJsonSchema(envelope), 'the envelope', (path) => ENVELOPE_MEANINGS[path]);

/** Fails when a meaning is written down that no field has any more. @param {Set<string>} used */
export function refuseUnused(used) {
  const unused = Object.keys(FIELD_MEANINGS).filter((key) => !used.has(key));
  if (unused.length > 0)
    throw new ToolError(`tools/docs/meanings.mjs: no field is called ${unused.join(', ')}`);
}

/**
 * As readers see it, not as we write it: fields that we do not know are allowed. Draft 7 is what AsyncAPI takes.
 * @param {z.ZodType} schema
 * @returns {Schema}
 */
function toJsonSchema(schema) {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: sayWhatIsRefined,
  });
  return json;
}

/**
 * A refinement is code, which JSON Schema cannot show; ours that forbids NUL can be found out by trying.
 * @param {{ zodSchema: z.core.$ZodType, jsonSchema: Schema }} context
 */
function sayWhatIsRefined({ zodSchema, jsonSchema }) {
  const { type, minLength = 1 } = jsonSchema;
  const saysEnough = ['pattern', 'format', 'enum', 'const'].some((keyword) => keyword in jsonSchema);
  if (type !== 'string' || saysEnough) return;
  const accepts = (/** @type {string} */ text) => z.core.safeParse(zodSchema, text).success;
  if (accepts('x'.repeat(minLength)) && !accepts('\0'.padEnd(minLength, 'x'))) jsonSchema.pattern = NO_NUL;
}

/**
 * The schema with a description at every field; fails when one has none.
 * @param {Schema} schema
 * @param {string} where
 * @param {Meaning} meaning
 * @param {string} [path]
 * @returns {Schema}
 */
function described(schema, where, meaning, path = '') {
  const { properties, items, ...rest } = schema;
  return {
    ...rest,
    ...(properties && { properties: mapValues(properties, (child, name) => field(child, join(path, name))) }),
    ...(items && { items: described(/** @type {Schema} */ (items), where, meaning, `${path}[]`) }),
  };

  /** @param {Schema} child @param {string} at */
  function field(child, at) {
    const description = child.description ?? meaning(at);
    if (description === undefined)
      throw new ToolError(`tools/docs/meanings.mjs: say what ${at} means in ${where}`);
    return { description, ...described(child, where, meaning, at) };
  }
}

const join = (/** @type {string} */ path, /** @type {string} */ name) =>
  path === '' ? name : `${path}.${name}`;

/**
 * @param {Record<string, unknown>} record
 * @param {(value: Schema, key: string) => Schema} change
 */
const mapValues = (record, change) =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(/** @type {Schema} */ (value), key)]),
  );
