import { describeError } from '../logging/describe-error.js';
import { withoutPrivateText } from '../logging/private-text.js';

/** Says on standard error why a service did not start: each problem of an error that lists them, else the error. */
export function reportFailedStart(service: string, error: unknown): void {
  const { stack, message } = describeError(error);
  const lines = problemsOf(error) ?? [stack ?? message];
  const report = [`${service} cannot start:`, ...lines.map((line) => `  ${line}`)].join('\n');
  process.stderr.write(`${withoutPrivateText(report)}\n`);
}

function problemsOf(error: unknown): readonly string[] | undefined {
  if (typeof error !== 'object' || error === null || !('problems' in error)) return undefined;
  return Array.isArray(error.problems) ? error.problems.map(String) : undefined;
}
