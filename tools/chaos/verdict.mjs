// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from './audit.mjs';
import { mailTruth } from './mails.mjs';
import { comeToRest } from './quiescence.mjs';
import { customersTruth } from './truth.mjs';

/** @typedef {import('./run.mjs').Injury} Injury */

/**
 * How a run ended.
 * @typedef {object} Verdict
 * @property {string[]} violations of what is promised, all of them
 * @property {string[]} late faults from which it took longer to recover than it may
 * @property {Injury[]} injuries
 * @property {Record<string, number>} figures
 */

// Keeps events that nobody subscribes to, the latest of them, for people to look at.
const UNHEARD = 'waybill.unsubscribed';
const REST_TIMEOUT_MS = 240_000;
// A copy that was repeated to a frozen or cut off instance comes back when the broker gives that up.
const ACKNOWLEDGED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 1000;

/**
 * Lets everything come to rest, and compares what is there with what was promised.
 * @param {import('./world.mjs').World} world
 * @param {import('./load.mjs').Load} load
 * @param {Injury[]} injuries
 * @param {(line: string) => void} say
 * @returns {Promise<Verdict>}
 */
export async function conclude(world, load, injuries, say) {
  await load.stop();
  await load.resolve();
  say(`rest       ${load.orders.length} orders placed, waiting for everything to come to rest`);
  const unrest = await comeToRest(world, REST_TIMEOUT_MS);
  const truth = await customersTruth(world, load.orders);
  const windows = injuries.reduce((sum, { step }) => sum + step.fault.mailWindows(step.details), 0);
  const mail = await mailTruth(world, truth.orders, windows);
  return {
    violations: [
      ...world.deaths,
      ...injuries
        .filter(({ recoveredMs }) => recoveredMs === undefined)
        .map(({ step }) => `never recovered from ${step.number} ${step.fault.name}`),
      ...unrest.map((finding) => `not at rest: ${finding}`),
      ...truth.violations,
      ...mail.violations,
      ...(await leftInQueues(world)),
      ...(await audit(world)),
    ],
    late: injuries.filter(isLate).map(({ step }) => `${step.number} ${step.fault.name}`),
    injuries,
    figures: {
      faults: injuries.length,
      ordersPlaced: load.orders.length,
      ordersAccepted: truth.orders.length,
      ordersLost: truth.lost,
      unitsOversold: truth.oversold,
      requestsRepeated: load.client.repeats,
      crashPoints: new Set(world.pointsStruck).size,
      eventsRestored: world.eventsRestored,
      mails: mail.mails,
      mailsRepeated: mail.repeated,
      mailsRepeatedAllowed: mail.allowed,
    },
  };
}

/**
 * Messages that should not be there any more, dead letters first of all. What has been handled may take a moment to be
 * acknowledged.
 * @param {import('./world.mjs').World} world
 */
async function leftInQueues(world) {
  const deadline = Date.now() + ACKNOWLEDGED_WITHIN_MS;
  for (;;) {
    const left = [...(await world.queueDepths())].filter(([name, depth]) => depth > 0 && name !== UNHEARD);
    if (left.length === 0 || Date.now() > deadline)
      return left.map(([name, depth]) => `${depth} messages are left in ${name}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** @param {Injury} injury */
const isLate = ({ recoveredMs, allowedMs }) => recoveredMs !== undefined && recoveredMs > allowedMs;
