// @ts-check
// Keeps what one test run has to itself on servers that others use too, in a process of its own: it marks the run as
// alive, and when it is told to end, or its keeper is gone, drops the run's databases and virtual host. On the way it
// drops those of earlier runs that came to no good end.
// WAYBILL_LEASE is JSON as described by `Lease`: in the environment, since it may hold a password.
import { messageOf } from '../../support/messages.mjs';
import { connect as connectToPostgres, connected } from '../postgres/admin.mjs';
import { connect as connectToBroker } from '../rabbitmq/broker.mjs';
import { virtualHosts } from '../rabbitmq/virtual-hosts.mjs';
import {
  deleteVirtualHostsOfDeadRuns,
  dropDatabasesOf,
  dropDatabasesOfDeadRuns,
  holdRun,
} from './leftovers.mjs';

/**
 * @typedef {object} Lease
 * @property {string} runId
 * @property {import('../postgres/admin.mjs').Server} [postgres] where databases are to be dropped
 * @property {{ url: string, managementUrl?: string }} [rabbitmq] where the virtual host named like the run is to go
 */

/** @type {Lease} */
const { runId, postgres, rabbitmq } = JSON.parse(/** @type {string} */ (process.env['WAYBILL_LEASE']));

await Promise.all([
  postgres && connectToPostgres(postgres).then(async (client) => holdRun(client, runId)),
  rabbitmq && connectToBroker(rabbitmq.url),
]);
process.on('SIGTERM', end);
process.on('disconnect', end);
process.send?.('ready');

const sweeping = Promise.allSettled([
  postgres && connected(postgres, dropDatabasesOfDeadRuns),
  rabbitmq && deleteVirtualHostsOfDeadRuns(virtualHosts(rabbitmq.managementUrl)),
]).then(report);

async function end() {
  await sweeping;
  report(
    await Promise.allSettled([
      postgres && connected(postgres, (client) => dropDatabasesOf(client, runId)),
      rabbitmq && virtualHosts(rabbitmq.managementUrl).remove(runId),
    ]),
  );
  process.exit();
}

/** @param {PromiseSettledResult<unknown>[]} outcomes */
function report(outcomes) {
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') process.stderr.write(`${messageOf(outcome.reason)}\n`);
  }
}
