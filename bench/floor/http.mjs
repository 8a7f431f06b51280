// @ts-check
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '../../tools/keeper/client.mjs';
import { freePorts } from '../../tools/support/ports.mjs';
import { ToolError } from '../../tools/support/tool.mjs';
import { generate } from '../load/generate.mjs';
import { productIds } from '../load/products.mjs';
import { postgresPid } from '../measure/database.mjs';
import { processorSeconds } from '../measure/processor.mjs';
import { floorDatabases } from './databases.mjs';

const SCRIPT = fileURLToPath(new URL('./route.mjs', import.meta.url));
const PER_SECOND = 500;
const WARM_UP_S = 2;
const NAME = 'floor-route';

/**
 * Takes orders by a bare route that inserts one row each, and resolves with processor seconds and how many it took.
 * @param {import('../private-servers.mjs').PrivateGround} ground @param {number} seconds
 */
export async function measureRoute(ground, seconds) {
  const { keeper } = ground;
  const databases = await floorDatabases(ground, 0);
  const [port] = await freePorts(1);
  const child = await keeper.start({
    name: NAME,
    command: process.execPath,
    args: [SCRIPT, String(port), JSON.stringify(databases.order)],
    env: process.env,
    log: join(keeper.directory, `${NAME}.log`),
    stage: SERVICES,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 1000,
    reportsReady: true,
  });
  await child.ready;
  const plan = {
    urls: [`http://127.0.0.1:${port}`],
    products: productIds('floor', 50),
    perSecond: PER_SECOND,
  };
  const offer = (/** @type {number} */ length) =>
    generate(keeper, { ...plan, seconds: length }, async (isOver) => {
      while (!isOver()) await pause(50);
    });
  await offer(WARM_UP_S);
  const roots = { postgres: [postgresPid(ground)], node: [child.pid] };
  const before = processorSeconds(roots);
  const { outcome } = await offer(seconds);
  const after = processorSeconds(roots);
  keeper.signal(NAME, 'SIGTERM');
  await child.ended;
  if (outcome.accepted.length < outcome.offered)
    throw new ToolError(`the bare route failed: ${JSON.stringify(outcome.others)}`);
  return {
    orders: outcome.accepted.length,
    node: (after['node'] ?? 0) - (before['node'] ?? 0),
    postgres: (after['postgres'] ?? 0) - (before['postgres'] ?? 0),
  };
}
