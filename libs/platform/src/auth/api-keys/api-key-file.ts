import { z } from 'zod';
import { SCOPES } from '../access.js';

const moment = z.iso.datetime();
const person = z.string().min(1).max(200);

const entry = z.object({
  id: z.string().regex(/^[a-z0-9]{10}$/),
  /** Who holds it; several keys may have one name, as they do while one takes the place of another. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  scopes: z.array(z.enum(SCOPES)).min(1),
  createdAt: moment,
  createdBy: person,
  expiresAt: moment,
  revokedAt: moment.optional(),
  revokedBy: person.optional(),
});

/** The hashed keys of all storefronts and services, as `npm run api-keys` writes them. */
const file = z.object({
  keys: z
    .array(entry)
    .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, { error: 'ids must differ' }),
});

/** A key, without its secret. */
export type ApiKeyEntry = z.output<typeof entry>;

/** The entries in the text of a file. Throws unless it is one; the error holds nothing of it but places. */
export function entriesIn(text: string): readonly ApiKeyEntry[] {
  const result = file.safeParse(jsonIn(text));
  if (result.success) return result.data.keys;
  const [first] = result.error.issues;
  throw new Error(`${first?.path.join('.')}: ${first?.message}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('is not JSON');
  }
}
