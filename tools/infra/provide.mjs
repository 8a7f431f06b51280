// @ts-check
import { randomBytes } from 'node:crypto';
import { startKeeper } from '../keeper/client.mjs';
import { composedMailbox, composedPostgres, composedRabbitMQ } from './docker/servers.mjs';
import { mailServerFromEnvironment } from './mailbox/env.mjs';
import { maildevMailbox } from './mailbox/maildev.mjs';
import { embeddedPostgres } from './postgres/embedded.mjs';
import { postgresFromEnvironment } from './postgres/env.mjs';
import { localPostgres } from './postgres/local.mjs';
import { embeddedRabbitMQ } from './rabbitmq/embedded.mjs';
import { rabbitmqFromEnvironment } from './rabbitmq/env.mjs';
import { localRabbitMQ } from './rabbitmq/local.mjs';
import { InfrastructureMissing, firstOpenWay, forcedWay } from './ways.mjs';

/** @typedef {import('../keeper/client.mjs').Keeper} Keeper */
/** @typedef {import('./types.mjs').Search} Search */
/** @typedef {import('./types.mjs').Way} Way */

/**
 * Servers to run on. Nothing that was started for them outlives `stop()` or the process that asked for them.
 * @typedef {object} Infrastructure
 * @property {Keeper} keeper owns what was started; services may be given to it too
 * @property {import('./types.mjs').Postgres} postgres
 * @property {import('./types.mjs').RabbitMQ} rabbitmq
 * @property {import('./types.mjs').Mailbox} smtp
 * @property {() => Promise<void>} stop
 */

/**
 * Finds or starts PostgreSQL, RabbitMQ and a mailbox, each in the first way that is open, and prints which.
 * @param {{ keeper?: Keeper }} [options] the keeper that is to own what is started; one is made if none is given
 * @returns {Promise<Infrastructure>}
 */
export function provide(options = {}) {
  return searching(options, false, async (search) => {
    const { keeper } = search;
    const [postgres, rabbitmq, smtp] = await allOrFirstError([
      seekPostgres(search),
      seekRabbitMQ(search),
      seekMailbox(search),
    ]);
    return { keeper, postgres, rabbitmq, smtp, stop: () => keeper.stop() };
  });
}

/**
 * Runs a search, and when it fails stops what it has started.
 * @template T
 * @param {{ keeper?: Keeper }} options
 * @param {boolean} throwAway
 * @param {(search: Search) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function searching({ keeper: given }, throwAway, work) {
  const keeper = given ?? (await startKeeper());
  try {
    return await work({ keeper, env: process.env, throwAway, runId: newRunId() });
  } catch (error) {
    await keeper.stop();
    throw error;
  }
}

/** @param {Search} search */
export function seekPostgres(search) {
  const ways = {
    env: postgresFromEnvironment,
    local: localPostgres,
    docker: composedPostgres,
    embedded: embeddedPostgres,
  };
  return firstOpenWay('postgres', chosen(ways, search), search);
}

/** @param {Search} search */
export function seekRabbitMQ(search) {
  const ways = {
    env: rabbitmqFromEnvironment,
    local: localRabbitMQ,
    docker: composedRabbitMQ,
    embedded: embeddedRabbitMQ,
  };
  return firstOpenWay('rabbitmq', chosen(ways, search), search);
}

/** @param {Search} search */
function seekMailbox(search) {
  // No usual local mail server shows what it was given, so a small one is started instead.
  const own = /** @type {[string, typeof maildevMailbox]} */ (['maildev', maildevMailbox]);
  const fromEnv = /** @type {[string, typeof mailServerFromEnvironment]} */ ([
    'env',
    mailServerFromEnvironment,
  ]);
  const ways = {
    env: [fromEnv],
    local: [own],
    docker: [/** @type {[string, typeof composedMailbox]} */ (['docker', composedMailbox])],
    embedded: [own],
  };
  const forced = forcedWay(search.env);
  return firstOpenWay('mailbox', forced ? ways[forced] : [fromEnv, own], search);
}

/**
 * @template T
 * @param {Record<Way, import('./types.mjs').Seek<T>>} ways
 * @param {Search} search
 * @returns {[string, import('./types.mjs').Seek<T>][]}
 */
function chosen(ways, { env }) {
  const forced = forcedWay(env);
  return forced ? [[forced, ways[forced]]] : Object.entries(ways);
}

/**
 * Waits for all even when one fails, so that nothing is started behind the back of the clean-up that follows.
 * @template {readonly unknown[]} T
 * @param {{ [K in keyof T]: Promise<T[K]> }} promises
 * @returns {Promise<T>}
 */
export async function allOrFirstError(promises) {
  const outcomes = await Promise.allSettled(promises);
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length === 0) return Promise.all(promises);
  const fault = errors.find((error) => !(error instanceof InfrastructureMissing));
  // What is missing is told all at once, so that it can be put right all at once.
  throw fault ?? new InfrastructureMissing(errors.map((error) => error.message).join('\n'));
}

/** A name for what is private to one throw-away run; when it began can be read from it. */
function newRunId() {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `waybill_run_${seconds}${randomBytes(2).toString('hex')}`;
}
