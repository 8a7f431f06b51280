// @ts-check
import { asBuilt } from '../audit/as-built.mjs';
import { withSnapshots } from '../audit/snapshots.mjs';
import { placeToAudit } from '../audit/target.mjs';
import { searching, seekRabbitMQ } from '../infra/provide.mjs';
import { forcedWay } from '../infra/ways.mjs';
import { readRun } from '../system/run-file.mjs';
import { loadCode } from './code.mjs';
import { orderIdOf } from './find-order.mjs';
import { brokerLocator } from './locate.mjs';
import { storyOf } from './story.mjs';

/** @typedef {import('../keeper/client.mjs').Keeper} Keeper */

/**
 * The way of the order whose id this is, or begins with this.
 * @param {Keeper} keeper owns what has to be started to get at the data
 * @param {string} asked
 */
export async function tellOrder(keeper, asked) {
  const code = await loadCode();
  const { databases } = await placeToAudit(keeper, { withBroker: false });
  const { topology, bearDeepHeaders } = await asBuilt(process.env);
  const placeOf = async () => ({ brokerUrl: await brokerToLookInto(keeper), bearDeepHeaders });
  const locator = brokerLocator(placeOf, topology.inbound);
  try {
    return await withSnapshots(databases, async (snapshots) =>
      storyOf(code, snapshots, locator.locate, await orderIdOf(snapshots.order, asked)),
    );
  } finally {
    await locator.close();
    if (locator.problem) process.stderr.write(`${locator.problem}\n`);
  }
}

/** Where the system that runs here publishes, or else where `npm start` would. @param {Keeper} keeper */
async function brokerToLookInto(keeper) {
  const running = forcedWay(process.env) ? undefined : readRun()?.rabbitmqUrl;
  if (running) return running;
  return (await searching({ keeper }, false, seekRabbitMQ)).url;
}
