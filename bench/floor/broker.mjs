// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '../../tools/keeper/client.mjs';
import { ToolError } from '../../tools/support/tool.mjs';
import { brokerPid } from '../measure/broker.mjs';
import { processorSeconds } from '../measure/processor.mjs';

const SCRIPT = fileURLToPath(new URL('./messages.mjs', import.meta.url));

/**
 * Publishes and consumes what so many orders lead to, and resolves with processor seconds.
 * @param {import('../private-servers.mjs').PrivateGround} ground
 * @param {readonly import('../measure/traffic.mjs').Traffic[]} traffic of one order
 * @param {number} orders
 */
export async function measureMessages(ground, traffic, orders) {
  const { keeper, servers } = ground;
  const file = join(keeper.directory, 'floor-messages.json');
  const log = join(keeper.directory, 'floor-messages.log');
  const roots = { broker: [await brokerPid(ground)] };
  const before = processorSeconds(roots);
  const child = await keeper.start({
    name: 'floor-messages',
    command: process.execPath,
    args: [SCRIPT, JSON.stringify({ url: servers.rabbitmqUrl, traffic, orders, file })],
    env: process.env,
    log,
    stage: SERVICES,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 1000,
  });
  const { code } = await child.ended;
  if (code !== 0) throw new ToolError(`the messages of the floor failed: ${readFileSync(log, 'utf8')}`);
  return {
    broker: (processorSeconds(roots)['broker'] ?? 0) - (before['broker'] ?? 0),
    client: Number(JSON.parse(readFileSync(file, 'utf8')).seconds),
  };
}
