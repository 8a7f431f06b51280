// @ts-check

/** @typedef {import('./schemas.mjs').Schema} Schema */
/** @typedef {[field: string, type: string, bounds: string, meaning: string]} FieldRow */

/** Patterns that say more in words. @type {Readonly<Record<string, string>>} */
const PATTERNS = {
  '^[^\\u0000]*$': 'no NUL',
  '^\\P{Cc}*$': 'no control characters',
  '^[A-Z]{3}$': 'three capital letters',
};

/** @type {Readonly<Record<string, string>>} */
const FORMATS = {
  uuid: 'UUID',
  'date-time': 'date and time, RFC 3339',
  email: 'e-mail address',
};

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  string: 'text',
};

/**
 * The fields of an object, those within it too, as rows of a table.
 * @param {Schema} schema
 * @param {string} [path]
 * @returns {FieldRow[]}
 */
export function fieldRows(schema, path = '') {
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const field = /** @type {Schema} */ (child);
    const at = path === '' ? name : `${path}.${name}`;
    const optional = schema.required?.includes(name) ? '' : ', optional';
    return [
      [`\`${at}\``, typeOf(field) + optional, boundsOf(field), field.description ?? ''],
      ...(field.type === 'array'
        ? fieldRows(/** @type {Schema} */ (field.items), `${at}[]`)
        : fieldRows(field, at)),
    ];
  });
}

/** @param {Schema} field */
function typeOf(field) {
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.enum) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.type === 'array') return `list of ${String(/** @type {Schema} */ (field.items).type)}s`;
  return FORMATS[field.format ?? ''] ?? TYPES[String(field.type)] ?? String(field.type);
}

/** @param {Schema} field */
function boundsOf({ minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, format }) {
  return [
    range(minimum, maximum, '', ''),
    range(minLength, maxLength, ' character', ' characters'),
    range(minItems, maxItems, ' entry', ' entries'),
    pattern === undefined || format !== undefined ? '' : (PATTERNS[pattern] ?? `\`${pattern}\``),
  ]
    .filter((bound) => bound !== '')
    .join('; ');
}

/**
 * @param {number | undefined} least
 * @param {number | undefined} most
 * @param {string} one what is counted
 * @param {string} many
 */
function range(least, most, one, many) {
  const counted = (/** @type {number} */ count) => plain(count) + (count === 1 ? one : many);
  if (most === undefined) return least === undefined ? '' : `at least ${counted(least)}`;
  return least === undefined ? `at most ${counted(most)}` : `${plain(least)} to ${counted(most)}`;
}

const plain = (/** @type {number} */ number) =>
  number === Number.MAX_SAFE_INTEGER ? '2⁵³ − 1' : number.toLocaleString('en-US');
