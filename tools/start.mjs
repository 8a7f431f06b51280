// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { allOrFirstError, provide } from './infra/provide.mjs';
import { ensureInstalled } from './install.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { announce } from './support/messages.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';
import { checkPorts } from './system/busy-ports.mjs';
import { overview } from './system/overview.mjs';
import { writeRun } from './system/run-file.mjs';
import { seedProducts } from './system/seed.mjs';
import { instancesOnUsualPorts } from './system/services.mjs';
import { startSystem } from './system/system.mjs';
import { watchLogs } from './system/watch-logs.mjs';

const USAGE = `npm start [-- options]: runs the whole system until Ctrl-C
  --instances N   so many instances of each service (1)
  --watch-logs    print the logs of the services as they are written
  --restart       start a service that dies again after five seconds, instead of stopping everything
WAYBILL_INFRA=env|local|docker|embedded says where PostgreSQL, RabbitMQ and the mailbox come from.`;

const RESTART_AFTER_MS = 5000;

/** @typedef {{ instances: number, watch: boolean, restart: boolean }} Options */

/** @returns {Options} */
function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: {
        instances: { type: 'string', default: '1' },
        'watch-logs': { type: 'boolean', default: false },
        restart: { type: 'boolean', default: false },
      },
    }),
  );
  const instances = Number(values.instances);
  if (!Number.isInteger(instances) || instances < 1 || instances > 9) {
    throw new ToolError('--instances must be a number from 1 to 9');
  }
  return { instances, watch: values['watch-logs'], restart: values.restart };
}

/** @param {import('./keeper/client.mjs').Keeper} keeper @param {Options} options */
async function runUntilSomethingDies(keeper, { instances: each, watch, restart }) {
  const instances = instancesOnUsualPorts(each);
  await checkPorts(instances);
  const [infrastructure] = await allOrFirstError([provide({ keeper }), ensureBuilt()]);
  const { postgres, rabbitmq, smtp } = infrastructure;
  announce('services', 'starting', instances.map(({ name }) => name).join(', '));
  const servers = { databases: postgres.databases, rabbitmqUrl: rabbitmq.url, smtp };
  const system = await startSystem({ keeper, instances, servers });
  const death = /** @type {Promise<never>} */ (
    new Promise((_, reject) =>
      system.onUnexpectedEnd((instance, how) => onDeath(system, instance, how, restart, reject)),
    )
  );
  death.catch(() => {}); // Until it is waited for; a death before that shows in what comes next.
  const added = await seedProducts(system.urlsOf('inventory-service')[0] ?? '');
  if (added > 0) announce('products', 'added', `${added} samples`);
  writeRun(system, {
    mailboxUrl: smtp.mailboxUrl,
    databases: postgres.databases,
    rabbitmqUrl: rabbitmq.url,
    managementUrl: rabbitmq.managementUrl,
  });
  process.stdout.write(overview(system, infrastructure));
  process.stdout.write('\nready\n');
  if (watch) watchLogs(system);
  await death;
}

/**
 * @param {import('./system/system.mjs').System} system
 * @param {import('./system/services.mjs').Instance} instance
 * @param {string} how
 * @param {boolean} restart
 * @param {(error: Error) => void} giveUp
 */
async function onDeath(system, { name }, how, restart, giveUp) {
  const told = `${name} has ended (${how}), see ${system.logOf(name)}; stopping everything`;
  if (!restart) return giveUp(new ToolError(told));
  announce('services', 'died', `${name} (${how}), is started again in ${RESTART_AFTER_MS / 1000} s`);
  await sleep(RESTART_AFTER_MS);
  await system.start(name).then(() => announce('services', 'ready', name), giveUp);
}

await runTool(async () => {
  const chosen = options();
  await ensureInstalled();
  await withKeeper((keeper) => runUntilSomethingDies(keeper, chosen));
});
process.exit();
