import { v7 } from 'uuid';

/** A new UUIDv7: unique, and within one process never smaller than the one before, so ids sort by age. */
export const newId = (): string => v7();

/** The smallest id (UUIDv7) that can be made at a time, in milliseconds since 1970; times before that count as 1970. */
export function idAt(milliseconds: number): string {
  const time = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
