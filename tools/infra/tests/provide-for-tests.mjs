// @ts-check
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '../../keeper/client.mjs';
import { maintenanceUrl, serverAt } from '../postgres/admin.mjs';
import { allOrFirstError, searching, seekPostgres, seekRabbitMQ } from '../provide.mjs';
import { startScript } from '../start-server.mjs';
import { InfrastructureMissing, forcedWay } from '../ways.mjs';
import { testContainers } from './containers.mjs';

/**
 * Servers that tests may fill as they like: after `stop`, or the death of this process, nothing is left on them.
 * @typedef {object} TestServers
 * @property {string} postgresUrl a superuser's, to the maintenance database
 * @property {string} rabbitmqUrl
 * @property {string} [managementUrl] of RabbitMQ, with credentials
 * @property {string} databasePrefix databases whose names begin with this are dropped at the end; never name others
 * @property {() => Promise<void>} stop
 */

/**
 * Provides PostgreSQL and RabbitMQ for one test run: containers where a runtime answers, otherwise whatever way is
 * open, and on a server that others use too a database prefix and, where possible, a virtual host of the run's own.
 * @param {{ keeper?: import('../../keeper/client.mjs').Keeper }} [options] owns what is started; made if not given
 * @returns {Promise<TestServers>}
 */
export async function provideForTests(options = {}) {
  const forced = forcedWay(process.env);
  const containers = forced === undefined || forced === 'docker' ? await testContainers() : undefined;
  if (containers) return containers;
  if (forced === 'docker')
    throw new InfrastructureMissing('no container runtime answers, or it has not the images');
  return searching(options, true, provideThrowAway);
}

/** @param {import('../types.mjs').Search} search @returns {Promise<TestServers>} */
async function provideThrowAway(search) {
  const [postgres, rabbitmq] = await allOrFirstError([seekPostgres(search), seekRabbitMQ(search)]);
  await holdLease(search, postgres, rabbitmq);
  return {
    postgresUrl: maintenanceUrl(postgres),
    rabbitmqUrl: rabbitmq.url,
    managementUrl: rabbitmq.managementUrl,
    databasePrefix: `${search.runId}_`,
    stop: () => search.keeper.stop(),
  };
}

/**
 * Has a run to itself what it needs on servers that somebody else has provided: a database prefix.
 * @param {string} postgresUrl
 * @returns {Promise<Pick<TestServers, 'databasePrefix' | 'stop'>>}
 */
export function leaseOn(postgresUrl) {
  return searching({}, true, async (search) => {
    await holdLease(search, { ...serverAt(postgresUrl), shared: true });
    return { databasePrefix: `${search.runId}_`, stop: () => search.keeper.stop() };
  });
}

/**
 * Has what the run leaves on servers that stay dropped at the end.
 * @param {import('../types.mjs').Search} search
 * @param {import('../postgres/admin.mjs').Server & { shared?: boolean }} postgres
 * @param {import('../types.mjs').RabbitMQ} [rabbitmq]
 */
async function holdLease({ keeper, runId }, { host, port, username, password, shared }, rabbitmq) {
  if (!shared && !rabbitmq?.privateVirtualHost) return;
  /** @type {import('./lease.mjs').Lease} */
  const lease = {
    runId,
    postgres: shared ? { host, port, username, password } : undefined,
    rabbitmq: rabbitmq?.privateVirtualHost ? rabbitmq : undefined,
  };
  await startScript(keeper, {
    name: 'lease',
    args: [fileURLToPath(new URL('./lease.mjs', import.meta.url))],
    env: { ...process.env, WAYBILL_LEASE: JSON.stringify(lease) },
    log: join(keeper.directory, 'lease.log'),
    // Stopped before the servers, which it needs for its last act.
    stage: SERVICES,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 60_000,
  });
}
