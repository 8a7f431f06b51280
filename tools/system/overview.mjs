// @ts-check
import { relative } from 'node:path';
import { root } from '../support/paths.mjs';

/**
 * What somebody needs to know who has just started the system, ready to print.
 * @param {import('./system.mjs').System} system
 * @param {import('../infra/provide.mjs').Infrastructure} infrastructure
 */
export function overview(system, { rabbitmq, smtp }) {
  const services = system.instances.map(({ name, url }) => [name, url, `${url}/api/docs`]);
  const rows = [
    ['service', 'url', 'documentation of its API'],
    ...services,
    ['', '', ''],
    ['mailbox', smtp.mailboxUrl ?? `none here: ${smtp.host} has the mail`, ''],
    ['broker', howToSeeQueues(rabbitmq), ''],
    ['logs', `${relative(root, system.logDirectory)}/*.log`, ''],
    ['an order', orderCommand(system.urlsOf('order-service')[0] ?? ''), ''],
  ];
  return `\n${rows.map(aligned).join('\n')}\n`;
}

/** @param {string[]} row */
const aligned = ([name = '', value = '', extra = '']) =>
  `${name.padEnd(24)} ${value.padEnd(24)} ${extra}`.trimEnd();

/** @param {import('../infra/types.mjs').RabbitMQ} rabbitmq */
function howToSeeQueues({ url, managementUrl }) {
  if (managementUrl) {
    const { origin, username, password } = new URL(managementUrl);
    return `${origin}/#/queues (${username}, ${password})`;
  }
  const virtualHost = decodeURIComponent(new URL(url).pathname.slice(1)) || '/';
  return `rabbitmqctl list_queues -p ${virtualHost} name messages`;
}

/** @param {string} url of an order service */
function orderCommand(url) {
  const order = {
    customerId: '0198c0de-0000-7000-8000-000000000001',
    items: [{ productId: 'desk-lamp', quantity: 1 }],
    contact: { email: 'ada@example.org' },
  };
  return `curl ${url}/orders -H 'content-type: application/json' -d '${JSON.stringify(order)}'`;
}
