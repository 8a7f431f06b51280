// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createMissingDatabases } from '../infra/postgres/admin.mjs';
import { preparePostgres } from '../infra/postgres/embedded.mjs';
import { prepareNode, startEpmd } from '../infra/rabbitmq/node.mjs';

/** @typedef {import('../keeper/client.mjs').Keeper} Keeper */
/** @typedef {import('../infra/rabbitmq/node.mjs').BrokerNode} BrokerNode */

// Commits are not deferred here: a server that is killed must have all it has said yes to. It need not survive the
// machine losing power, so it may leave the disk to the system.
const SETTINGS = ['max_connections=100', 'fsync=off', 'full_page_writes=off'];

/** A PostgreSQL to break, started, with the services' databases. @param {Keeper} keeper */
export async function breakablePostgres(keeper) {
  const search = { keeper, env: process.env, throwAway: true, runId: 'chaos' };
  const server = await preparePostgres(search, SETTINGS);
  await server.start();
  await createMissingDatabases(server.postgres);
  return server;
}

/**
 * RabbitMQ nodes to break, started; several of them are one cluster, in which the smaller part of a partition stops.
 * @param {Keeper} keeper
 * @param {number} count
 * @returns {Promise<BrokerNode[]>}
 */
export async function breakableBroker(keeper, count) {
  const directory = join(keeper.directory, 'brokers');
  mkdirSync(directory, { mode: 0o700 });
  const epmd = await startEpmd(keeper);
  const names = Array.from({ length: count }, (_, index) => `waybill-${index + 1}`);
  const nodes = await Promise.all(
    names.map((name) =>
      prepareNode(keeper, {
        directory: join(directory, name),
        home: join(directory, 'home'),
        name,
        epmd,
        throwAway: true,
        settings: count > 1 ? clusterOf(names) : [],
      }),
    ),
  );
  // One after the other: those that come later find the first and join it.
  for (const node of nodes) await node.start();
  return nodes;
}

/** @param {readonly string[]} names */
const clusterOf = (names) => [
  'cluster_partition_handling = pause_minority',
  'cluster_formation.peer_discovery_backend = classic_config',
  ...names.map((name, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${name}@localhost`),
];
