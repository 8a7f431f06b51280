// @ts-check
import { connected } from '../postgres/admin.mjs';
import { checkConnection } from '../rabbitmq/broker.mjs';
import { callManagement, managementUrlOf } from '../rabbitmq/management.mjs';
import { composeUp } from './compose.mjs';

// As docker-compose.yml publishes them.
const HOST = '127.0.0.1';
const LOGIN = { username: 'postgres', password: 'postgres' };
const POSTGRES = { order: 5433, inventory: 5434, notification: 5435 };
const RABBITMQ_URL = `amqp://guest:guest@${HOST}:5673/`;
const MANAGEMENT_PORT = 15673;
const SMTP_PORT = 1026;
const MAILBOX_URL = `http://${HOST}:1081`;

/**
 * One PostgreSQL container for each service.
 * @type {import('../types.mjs').Seek<import('../types.mjs').Postgres>}
 */
export async function composedPostgres(search) {
  /** @param {import('../types.mjs').Owner} owner */
  const database = (owner) => ({ host: HOST, port: POSTGRES[owner], name: `${owner}_db`, ...LOGIN });
  const databases = {
    order: database('order'),
    inventory: database('inventory'),
    notification: database('notification'),
  };
  const all = Object.values(databases);
  await composeUp(search, ['order-db', 'inventory-db', 'notification-db'], () =>
    Promise.all(all.map((server) => connected(server, async () => {}))),
  );
  const details = `${HOST}:${all.map(({ port }) => port).join(', ')}, one server a service`;
  return { value: { host: HOST, port: POSTGRES.order, ...LOGIN, databasePrefix: '', databases }, details };
}

/**
 * A RabbitMQ container with the management plugin.
 * @type {import('../types.mjs').Seek<import('../types.mjs').RabbitMQ>}
 */
export async function composedRabbitMQ(search) {
  const managementUrl = managementUrlOf(RABBITMQ_URL, MANAGEMENT_PORT);
  await composeUp(search, ['rabbitmq'], async () => {
    await checkConnection(RABBITMQ_URL);
    await callManagement(managementUrl, 'GET', '/api/whoami');
  });
  return { value: { url: RABBITMQ_URL, managementUrl }, details: `${HOST}:5673` };
}

/**
 * A mailbox container.
 * @type {import('../types.mjs').Seek<import('../types.mjs').Mailbox>}
 */
export async function composedMailbox(search) {
  await composeUp(search, ['mailbox'], async () => {
    const { ok } = await fetch(`${MAILBOX_URL}/api/healthz`, { signal: AbortSignal.timeout(2000) });
    if (!ok) throw new Error('the mailbox does not answer yet');
  });
  const value = { host: HOST, port: SMTP_PORT, mailboxUrl: MAILBOX_URL };
  return { value, details: `smtp ${HOST}:${SMTP_PORT}, page ${MAILBOX_URL}` };
}
