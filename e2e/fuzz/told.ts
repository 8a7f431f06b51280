import type fc from 'fast-check';
import type { Plan } from './plan.js';
import type { Outgoing, Reply } from './send.js';

const SHOWN = 500;

/** A request, as far as it is worth reading. */
export const requestOf = ({ method, path, headers, body = '' }: Outgoing): string =>
  `${method} ${path.slice(0, SHOWN)} ${JSON.stringify(headers).slice(0, SHOWN)}\n${body.slice(0, SHOWN)}`;

/** A request with its answer. */
export const shown = (sent: Outgoing, { status, text }: Reply): string =>
  `${requestOf(sent)}\nanswered ${status}: ${text.slice(0, SHOWN)}`;

/** The smallest request that failed and how to send them all again; not what fast-check prints, which can be 70,000 long. */
export const toldOf = ({ seed, numRuns, errorInstance }: fc.RunDetails<[Plan]>, options: string): string =>
  [
    `request ${numRuns} failed; again: npm run fuzz -- ${options} --seed ${seed}`,
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
  ].join('\n');
