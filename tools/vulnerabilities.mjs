// @ts-check
import { parseArgs } from 'node:util';
import { npmAnswer } from './support/npm.mjs';
import { ToolError, isMain, parsed, runTool } from './support/tool.mjs';

const USAGE = `node tools/vulnerabilities.mjs [--strict]: whether a vulnerability is known of any package that is shipped.
  --strict  fails as well when the registry cannot be asked`;

const TIME_LIMIT_MS = 60_000;

/** Vulnerabilities that a person has read, by the address of the advisory, and why they do not concern us. @type {ReadonlyMap<string, string>} */
const LOOKED_AT = new Map();

/** @typedef {{ url?: string, title?: string, severity?: string, range?: string, name?: string }} Advisory */

/**
 * What `npm audit --json` answers: of a package, its own advisories, and the names of those that bring it theirs.
 * @typedef {{ vulnerabilities?: Record<string, { via: readonly (string | Advisory)[] }>, message?: string }} Audit
 */

/**
 * The advisories of an answer that nobody has looked at, a line each; undefined if there is no answer.
 * @param {Audit} audit @param {ReadonlyMap<string, string>} lookedAt
 * @returns {string[] | undefined}
 */
export function advisoriesIn({ vulnerabilities }, lookedAt = LOOKED_AT) {
  if (vulnerabilities === undefined) return undefined;
  const advisories = Object.values(vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((one) => typeof one === 'object');
  return advisories
    .filter(({ url = '' }) => !lookedAt.has(url))
    .map(({ name, range, severity, title, url }) => `${name} ${range}, ${severity}: ${title}, ${url}`);
}

/** Asks the registry. @returns {Promise<Audit>} */
async function audit() {
  const { stdout, reason } = await npmAnswer(['audit', '--omit=dev', '--json'], TIME_LIMIT_MS);
  try {
    return JSON.parse(stdout);
  } catch {
    return { message: reason };
  }
}

if (isMain(import.meta.url)) {
  await runTool(async () => {
    const { strict } = parsed(USAGE, () => parseArgs({ options: { strict: { type: 'boolean' } } })).values;
    const answer = await audit();
    const advisories = advisoriesIn(answer);
    const unknown = `nobody could be asked for vulnerabilities (${answer.message ?? 'no answer'})`;
    if (advisories === undefined && strict) throw new ToolError(unknown);
    if (advisories === undefined) process.stdout.write(`${unknown}\n`);
    else if (advisories.length > 0)
      throw new ToolError(
        `known vulnerabilities, to be updated, or read by a person and named in tools/vulnerabilities.mjs:\n${advisories.join('\n')}`,
      );
  });
}
