import { type Incident, type IncidentKind } from '../incidents/incidents.js';
import type { ChosenLetters } from './chosen-letters.js';
import type { LetterBox } from './letter-box.js';
import type { Letter } from './letter.js';
import type { OperatorAction } from './operator-actions.js';

// Bodies are held in memory while a batch moves. A single one may be larger, and then goes alone.
const HELD_BYTES = 16 * 1_048_576;

/** The next letters whose turn it is, up to so many; they stay in the queue until they are acknowledged. */
export async function takeLetters(box: LetterBox, chosen: ChosenLetters, most: number): Promise<Letter[]> {
  const taken: Letter[] = [];
  let bytes = 0;
  await box.look((letter) => {
    if (chosen.take(letter)) {
      taken.push(letter);
      bytes += letter.message.content.length;
    }
    return chosen.size === 0 || taken.length === most || bytes >= HELD_BYTES ? 'enough' : 'next';
  }, most);
  return taken;
}

/** What is kept of an action in the history of each event that it concerned. */
export const incidentsOf = (
  kind: IncidentKind,
  letters: readonly Letter[],
  { id, who, why }: OperatorAction,
): Incident[] =>
  letters.flatMap(({ event, code }) =>
    event
      ? [
          {
            stream: event.stream,
            subject: event.subject,
            sequence: event.sequence,
            kind,
            detail: { action: id, who, why, code },
          },
        ]
      : [],
  );
