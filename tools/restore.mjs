// @ts-check
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run restore -- COMMAND: what the databases need besides their backups (docs/operations.md, backup and restore)
  keep             from now on every database keeps its events, in event_archive
  prune --hours H  deletes those that are older (48)
  forget           keeps them no longer
  look             after a restore: whether the databases are of one moment, and what subscribers miss; changes nothing
  catch-up         the same, then empties the queues and puts what is missed back into the outboxes; no service may run
Works on what npm run audit would look at; WAYBILL_INFRA=env with DB_* and RABBITMQ_URL names others.`;

const SHOWN = 20;

/** @typedef {import('./audit/target.mjs').Place} Place */

/** @param {Place} place */
const groundOf = ({ databases }) => ({
  server: { postgres: { ...databases.order, databasePrefix: '', databases } },
});

/** @type {Readonly<Record<string, (place: Place, hours: number) => Promise<void>>>} */
const COMMANDS = {
  async keep({ databases }) {
    await (await import('./restore/archive.mjs')).keepEvents(databases);
    say('every event is kept from now on');
  },
  async forget({ databases }) {
    await (await import('./restore/archive.mjs')).forgetEvents(databases);
    say('events are not kept any more');
  },
  async prune({ databases }, hours) {
    say(`${await (await import('./restore/archive.mjs')).pruneEvents(databases, hours)} events deleted`);
  },
  async look(place) {
    await soundStanding(place);
  },
  async 'catch-up'(place) {
    const missing = await soundStanding(place);
    const [{ emptyQueues }, { putBack }, { asBuilt }] = await Promise.all([
      import('./restore/empty-queues.mjs'),
      import('./restore/catch-up.mjs'),
      import('./audit/as-built.mjs'),
    ]);
    const { topology } = await asBuilt(process.env);
    if (place.brokerUrl === undefined)
      throw new ToolError('there is no broker whose queues could be emptied');
    const names = topology.queues.map(({ name }) => name);
    say(`${await emptyQueues(place.brokerUrl, names)} messages taken out of the queues`);
    const lost = await putBack(groundOf(place), missing);
    say(`${missing.length - lost.length} events found in the archive and put back into the outboxes`);
    list(
      'in no archive',
      lost.map((one) => JSON.stringify(one)),
    );
    if (lost.length > 0) process.exitCode = 1;
  },
};

/** What subscribers miss; fails when there is something that no replay could mend. @param {Place} place */
async function soundStanding(place) {
  const { standing } = await import('./restore/catch-up.mjs');
  const { missing, ahead } = await standing(groundOf(place));
  say(`${missing.length} events are missed by a subscriber`);
  list('ahead of its publisher', ahead);
  if (ahead.length > 0)
    throw new ToolError('the databases are not of one moment: restore all three to the same, or to another');
  return missing;
}

/** @param {string} what @param {readonly string[]} lines */
function list(what, lines) {
  for (const line of lines.slice(0, SHOWN)) say(`${what}: ${line}`);
  if (lines.length > SHOWN) say(`${what}: and ${lines.length - SHOWN} more`);
}

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

await runTool(async () => {
  const { values, positionals } = parsed(USAGE, () =>
    parseArgs({ allowPositionals: true, options: { hours: { type: 'string', default: '48' } } }),
  );
  const work = COMMANDS[positionals[0] ?? ''];
  const hours = Number(values.hours);
  if (!work || positionals.length > 1 || !(Number.isInteger(hours) && hours >= 0)) throw new ToolError(USAGE);
  await ensureInstalled();
  const { placeToAudit } = await import('./audit/target.mjs');
  await withKeeper(async (keeper) => {
    await work(await placeToAudit(keeper, { withBroker: positionals[0] === 'catch-up' }), hours);
  });
});
process.exit();
