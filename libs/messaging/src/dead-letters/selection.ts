import type { Letter } from './letter.js';

/** Which dead letters are meant: those that fit everything it says. */
export interface Selection {
  readonly queue?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  /** Ids of messages or of the events in them. */
  readonly messageIds?: readonly string[] | undefined;
}

/** A test for letters of one selection. */
export function selects({ fingerprint, type, subject, messageIds }: Selection): (letter: Letter) => boolean {
  const ids = messageIds && new Set(messageIds);
  const fits = (wanted: string | undefined, actual: string | undefined): boolean =>
    wanted === undefined || wanted === actual;
  return (letter) =>
    fits(fingerprint, letter.fingerprint) &&
    fits(type, letter.type) &&
    fits(subject, letter.event?.subject) &&
    (!ids || ids.has(letter.id) || (letter.event !== undefined && ids.has(letter.event.id)));
}
