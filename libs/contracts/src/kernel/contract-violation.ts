import type { z } from 'zod';

/** Why a document is not one of our events. Stable: operators group dead letters by it. */
export type ViolationCode =
  'too-large' | 'bad-json' | 'bad-envelope' | 'unknown-type' | 'unknown-version' | 'bad-data';

/** A document that breaks its contract. It can never be handled, so nobody should try again. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';

  constructor(
    readonly code: ViolationCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The first few problems of a failed parse in one line, as `/data/lines/0/quantity: Too small`. */
export function summarize(error: z.ZodError, at = ''): string {
  const shown = error.issues.slice(0, 3).map(({ path, message }) => `${[at, ...path].join('/')}: ${message}`);
  const more = error.issues.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
