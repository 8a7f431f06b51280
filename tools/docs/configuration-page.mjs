// @ts-check
import { APPS } from '../build.mjs';
import { variableOf } from './configuration/variable.mjs';
import { environmentOf } from './environments.mjs';
import { table } from './format.mjs';

/** @typedef {import('../build.mjs').App} App */
/** @typedef {import('./configuration/variable.mjs').Variable} Variable */
/** @typedef {Variable & { readers: readonly string[] }} Entry */

const INTRODUCTION = `# Configuration

Printed from the schemas that the services read their environment with, by \`npm run docs:events\`: do not edit.

- A service reads all of it once, when it starts. If anything is missing or wrong it does not start, and prints every such variable
  ([names every variable that is missing or wrong, at once](../libs/platform/src/config/load-config.spec.ts)). To change
  something, change it and [restart the instances one by one](operations.md#a-rolling-restart).
- Any variable may be in a file instead: \`DB_PASSWORD_FILE=/run/secrets/order_db\`, without \`DB_PASSWORD\`
  ([is read without the line break at its end, whatever it is](../libs/platform/src/config/load-config.spec.ts)).
- A blank variable counts as one that is not set, save \`DB_PASSWORD\` and \`SMTP_PASS\`, which may be empty and must not be forgotten in
  production ([lets a secret be empty but not forgotten where it matters](../libs/platform/src/config/load-config.spec.ts)).
- Numbers are whole and within the bounds named; ms are milliseconds, s seconds. Where something may be several, commas separate them.
- Secrets belong into files. No value of a variable is repeated by a message that refuses it
  ([never repeats the value of a variable](../libs/platform/src/config/load-config.spec.ts)).

[\`.env.example\`](../.env.example) has all of them, with what suits one machine. Which of them to turn when there is
[more to do](operations.md#more-instances) is in operations. What \`npm start\` and the other tools read is in the
[README](../README.md#where-the-servers-come-from).`;

/** The page about every variable that a service reads. */
export async function configurationPage() {
  const entries = await allEntries();
  const topics = [...new Set(entries.map(({ topic }) => topic))];
  return [
    INTRODUCTION,
    ...topics.map((topic) =>
      section(
        topic,
        entries.filter((entry) => entry.topic === topic),
      ),
    ),
  ].join('\n\n');
}

/** Every variable once, those that all services read first. @returns {Promise<Entry[]>} */
async function allEntries() {
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (const app of APPS)
    for (const [name, schema] of Object.entries((await environmentOf(app)).shape))
      entries.set(name, merged(entries.get(name), variableOf(name, schema), app));
  const shared = (/** @type {Entry} */ { readers }) => readers.length === APPS.length;
  return [...entries.values()].toSorted((one, other) => Number(shared(other)) - Number(shared(one)));
}

/** @param {Entry | undefined} known @param {Variable} variable @param {App} app @returns {Entry} */
function merged(known, variable, app) {
  const reader = app.replace('-service', '');
  if (known === undefined) return { ...variable, readers: [reader] };
  const isSame = known.fallback === variable.fallback;
  return {
    ...known,
    readers: [...known.readers, reader],
    fallback: isSame ? known.fallback : `${known.fallback}, ${variable.fallback}`,
  };
}

/** @param {string} topic @param {readonly Entry[]} entries */
function section(topic, entries) {
  const readers = new Set(entries.map((entry) => readersOf(entry)));
  return [
    `## ${topic}`,
    ...(readers.size === 1 ? [`Read by ${[...readers].join('')}.`] : []),
    readers.size === 1
      ? table(['Variable', 'Takes', 'Default', 'Meaning'], entries.map(cells))
      : table(
          ['Variable', 'Read by', 'Takes', 'Default', 'Meaning'],
          entries.map((entry) => cells(entry).toSpliced(1, 0, readersOf(entry))),
        ),
  ].join('\n\n');
}

/** @param {Entry} entry */
const readersOf = ({ readers }) =>
  readers.length === APPS.length ? 'every service' : `the ${readers.join(' and ')} service`;

/** @param {Entry} entry */
const cells = ({ name, takes, fallback, meaning }) => [`\`${name}\``, takes, fallback, meaning];
