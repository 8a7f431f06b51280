import { brokenStock } from '../../apps/inventory-service/src/stock/persistence/stock-invariants.js';
import { until, type World } from '@app/testing';
import { AT_REST, judge } from '../audit/invariant.mjs';
import { stockInvariants } from '../audit/stock-invariants.mjs';
import { mailFindings, type Passage } from './mail-findings.js';
import { orderFindings } from './order-findings.js';
import type { Traffic } from './traffic.js';

/** What the day was like, as far as it excuses anything. */
export interface Circumstances {
  /** How often the notification service may have died with a mail taken and not noted down. */
  readonly mailsRepeated?: number;
  /** Messages that were made to be given up. */
  readonly deadLetters?: number;
  /** How long an order may take to be paid, in milliseconds. */
  readonly paymentWindowMs: number;
  /** How long the world may take to come to rest. */
  readonly settleMs: number;
}

/** Everything that is wrong with a world after traffic, in words; the empty list when nothing is. */
export async function findings(
  world: World,
  traffic: Traffic,
  circumstances: Circumstances,
): Promise<string[]> {
  const unsettled = await settle(world, circumstances.settleMs);
  return [
    ...unsettled,
    ...traffic.complaints,
    ...(await orderFindings(world, traffic, circumstances)),
    ...(await stockFindings(world)),
    ...(await letterFindings(world, circumstances.deadLetters ?? 0)),
    ...mailFindings(world, await ordersOf(world, traffic), circumstances.mailsRepeated ?? 0),
  ];
}

/** Resolves when nothing moves any more: also no order waits to be decided or for a payment that never comes. */
async function settle(world: World, timeoutMs: number): Promise<string[]> {
  const deadline = Date.now() + timeoutMs;
  try {
    await until(
      'every order is decided',
      async () => {
        const [row] = await world.databases.order.query<{ open: number }>(
          `SELECT count(*)::int AS open FROM orders WHERE status IN ('PENDING', 'AWAITING_PAYMENT')`,
        );
        return row?.open === 0;
      },
      timeoutMs,
    );
    await world.settled(Math.max(1_000, deadline - Date.now()));
    return [];
  } catch (error) {
    const { message, cause } = error as Error;
    return [`${message}${cause instanceof Error ? `: ${cause.message}` : ''}`];
  }
}

async function stockFindings(world: World): Promise<string[]> {
  const { inventory } = world.databases;
  const verdicts = await judge(stockInvariants(brokenStock), inventory, AT_REST);
  const running = await inventory.query(`
    SELECT movement_id FROM (
      SELECT movement_id, available_after, reserved_after,
             sum(available_delta) OVER so_far AS available, sum(reserved_delta) OVER so_far AS reserved
      FROM stock_movements WINDOW so_far AS (PARTITION BY product_id ORDER BY movement_id)) AS m
    WHERE (available_after, reserved_after) <> (available, reserved)`);
  return [
    ...verdicts
      .filter(({ count }) => count > 0)
      .map(({ name, count, rows }) => `${name}: ${count}, such as ${JSON.stringify(rows[0])}`),
    ...(running.length > 0
      ? [`${running.length} entries of the ledger leave other figures than they say`]
      : []),
  ];
}

async function letterFindings(world: World, expected: number): Promise<string[]> {
  const queues = world.topology.inbound.map(({ deadLetters }) => deadLetters);
  const depths = await Promise.all(queues.map((queue) => world.probe.depth(queue)));
  const letters = depths.reduce((sum, depth) => sum + depth, 0);
  return letters > expected ? [`${letters} dead letters instead of ${expected}`] : [];
}

/** What became of the orders of the traffic, step by step. */
async function ordersOf(world: World, { placed }: Traffic): Promise<Passage[]> {
  const rows = await world.databases.order.query<{ id: string; statuses: string[] }>(
    `SELECT order_id AS id, array_agg(to_status ORDER BY version) AS statuses FROM order_history
     WHERE from_status IS DISTINCT FROM to_status GROUP BY order_id`,
  );
  const statuses = new Map(rows.map((row) => [row.id, row.statuses]));
  return placed.map(({ id, email }) => ({ id, email, statuses: statuses.get(id) ?? [] }));
}
