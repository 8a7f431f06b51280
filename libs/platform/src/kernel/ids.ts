import { v7 } from 'uuid';

/** A new UUIDv7: unique, and within one process never smaller than the one before, so ids sort by age. */
export const newId = (): string => v7();
