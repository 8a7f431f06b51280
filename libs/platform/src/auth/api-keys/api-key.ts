import { createHash, timingSafeEqual } from 'node:crypto';

// The id is looked up; what follows is 32 random bytes. The beginning lets scanners recognise a key that has leaked.
const FORM = /^wbk_([a-z0-9]{10})_[\w-]{43}$/;

/** The id in a key, undefined unless it has the form of one. */
export const idIn = (key: string): string | undefined => FORM.exec(key)?.[1];

/** What is kept of a key. Its secret is random and long, so that nothing slower than SHA-256 is needed. */
export const hashOfKey = (key: string): string => `sha256:${createHash('sha256').update(key).digest('hex')}`;

/** Whether two hashes are the same, in a time that tells nothing of where they differ. */
export const isSameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
