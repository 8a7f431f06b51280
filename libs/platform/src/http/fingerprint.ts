import { createHash } from 'node:crypto';

/** SHA-256 (hex) of the value as canonical JSON: equal for equal content, whatever the order of the keys. */
export function fingerprint(body: unknown): string {
  const canonical = JSON.stringify(body, (_key, value: unknown) => (isRecord(value) ? sorted(value) : value));
  // JSON has no undefined, and an absent body must not look like the text "undefined".
  return createHash('sha256')
    .update(canonical ?? '')
    .digest('hex');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
