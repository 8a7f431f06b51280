import type { World } from '@app/testing';
import type { Verdict } from '../audit/invariant.mjs';
import { auditWorld } from '../../e2e/audit-world.js';
import type { Finding } from './finding.js';

/** What the auditor is not to wonder at. */
interface Excuses {
  readonly deadLetters?: number;
  readonly madeUp?: readonly string[];
}

/** What the auditor finds in a world that has come to rest, by the names of docs/audit.md. */
export async function auditorFindings(world: World, excuses: Excuses): Promise<Finding[]> {
  return (await auditWorld(world)).flatMap((verdict) => findingsOf(verdict, excuses));
}

function findingsOf(
  { name, count, rows }: Verdict,
  { deadLetters = 0, madeUp = [] }: Excuses,
): readonly Finding[] {
  const real = rows.filter(({ subject }) => !madeUp.includes(String(subject)));
  const excused = name === 'no-dead-letters' ? deadLetters : rows.length - real.length;
  if (count <= excused) return [];
  return [{ by: 'auditor', what: name, seen: `${count - excused}, such as ${JSON.stringify(real[0])}` }];
}
