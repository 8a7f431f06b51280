import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { withFiles } from './secret-files.js';
import { isSecret } from './variables.js';

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

// Whoever forgets to say where the service runs gets the strict rules.
const FORGIVING_PLACES = new Set(['development', 'test']);

/**
 * The environment as the schema types it. A blank variable counts as absent, save a secret, which may be empty. Any
 * variable may be in a file instead, which the variable of the same name with `_FILE` behind it names.
 *
 * @throws {ConfigError} naming every variable that is missing or wrong, at once.
 */
export function loadConfig<Config>(schema: z.ZodObject & z.ZodType<Config>, given: Environment): Config {
  const { env, problems: ofFiles } = withFiles(Object.keys(schema.shape), given);
  const result = schema.safeParse(presentVariables(schema, env));
  const problems = [
    ...ofFiles,
    ...missingSecrets(schema, env),
    ...(result.success ? [] : result.error.issues.map((issue) => describe(issue, env))),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

function presentVariables(schema: z.ZodObject, env: Environment): Record<string, string> {
  const present: Record<string, string> = {};
  for (const [name, variable] of Object.entries(schema.shape)) {
    const value = env[name];
    if (value !== undefined && (value.trim() !== '' || isSecret(variable))) present[name] = value;
  }
  return present;
}

function missingSecrets(schema: z.ZodObject, env: Environment): string[] {
  if (FORGIVING_PLACES.has(env['NODE_ENV'] ?? '')) return [];
  return Object.entries(schema.shape)
    .filter(([name, variable]) => isSecret(variable) && env[name] === undefined)
    .map(([name]) => `${name}: must be set (it may be empty) unless NODE_ENV is development or test`);
}

function describe(issue: z.core.$ZodIssue, env: Environment): string {
  const name = String(issue.path[0] ?? '');
  const absent = (env[name] ?? '').trim() === '';
  if (absent && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return `${name}: is required`;
  return `${name}: ${wording(issue)}`;
}

function wording(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value' && issue.values.length > 1
    ? `must be one of ${issue.values.map(String).join(', ')}`
    : issue.message;
}
