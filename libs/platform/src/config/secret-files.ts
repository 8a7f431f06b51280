import { readFileSync } from 'node:fs';
import type { Environment } from './load-config.js';

/** An environment with the values that files hold, and what was wrong with those files. */
export interface Resolved {
  readonly env: Environment;
  readonly problems: readonly string[];
}

/**
 * For every variable `NAME` that is not set itself, what the file holds that `NAME_FILE` names, without the line break
 * at its end: secrets stay out of the environment, which children inherit and tools show.
 */
export function withFiles(names: readonly string[], env: Environment): Resolved {
  const read: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of names.filter((one) => isGiven(env[`${one}_FILE`]))) {
    if (isGiven(env[name])) problems.push(`${name}: may not be set together with ${name}_FILE`);
    try {
      read[name] = readFileSync(env[`${name}_FILE`] ?? '', 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      problems.push(`${name}_FILE: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
    }
  }
  return { env: { ...env, ...read }, problems };
}

const isGiven = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';
