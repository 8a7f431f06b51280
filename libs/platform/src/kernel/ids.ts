import { v7 } from 'uuid';

const ID_BYTES = 16;
// To ask the system for random bytes takes several times as long as all else about an id, so they are fetched for many.
const pool = new Uint8Array(ID_BYTES * 256);
let used = pool.length;
// Of the id before. `sequence` has 32 bits, as the library takes it.
let timeMs = -Infinity;
let sequence = 0;

/**
 * A new UUIDv7: unique, and within one process never smaller than the one before, so ids sort by age: those of one
 * millisecond count up from a random number (RFC 9562, section 6.2, method 1), and the time that an id shows never goes back.
 */
export function newId(): string {
  const random = randomBytes();
  const now = Date.now();
  if (now > timeMs) {
    timeMs = now;
    // The highest bit is left free, to count into.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(6) & 0x7fffffff;
  } else {
    sequence = (sequence + 1) >>> 0;
    if (sequence === 0) timeMs += 1;
  }
  return v7({ random, msecs: timeMs, seq: sequence });
}

/** Of one id, and of no other. */
function randomBytes(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  return pool.subarray(used, (used += ID_BYTES));
}

/** The smallest id (UUIDv7) that can be made at a time, in milliseconds since 1970; times before that count as 1970. */
export function idAt(milliseconds: number): string {
  const time = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
