import type { Letter } from './letter.js';

/**
 * The letters that an action is about, as they were when it was chosen: those that fail meanwhile are none of its.
 * A queue of dead letters loses its order when somebody looks into it, so what goes first is decided here: of each
 * subject the lowest sequence.
 */
export class ChosenLetters {
  private readonly copies = new Map<string, number>();
  private readonly sequences = new Map<string, number[]>();
  private isSorted = false;
  /** How many are left. */
  size = 0;

  add({ id, event }: Letter): void {
    this.size += 1;
    this.isSorted = false;
    this.copies.set(id, (this.copies.get(id) ?? 0) + 1);
    if (!event) return;
    const ofSubject = this.sequences.get(event.subject);
    if (ofSubject) ofSubject.push(event.sequence);
    else this.sequences.set(event.subject, [event.sequence]);
  }

  /** Whether the letter is one of them and its turn has come; then it is taken, and counts no more. */
  take({ id, event }: Letter): boolean {
    const copies = this.copies.get(id) ?? 0;
    if (copies === 0) return false;
    if (event) {
      const waiting = this.waiting(event.subject);
      if (waiting.at(-1) !== event.sequence) return false;
      waiting.pop();
    }
    this.copies.set(id, copies - 1);
    this.size -= 1;
    return true;
  }

  /** The sequences of a subject that are left, the lowest last. */
  private waiting(subject: string): number[] {
    if (!this.isSorted) {
      for (const sequences of this.sequences.values()) sequences.sort((one, other) => other - one);
      this.isSorted = true;
    }
    return this.sequences.get(subject) ?? [];
  }
}
