import { until, type World } from '@app/testing';
import { auditorFindings } from './auditor-findings.js';
import { customerFindings } from './customer-findings.js';
import type { Finding } from './finding.js';
import { handlerFindings } from './handler-findings.js';
import { ledgerFindings } from './ledger-findings.js';
import { mailFindings, type Passage } from './mail-findings.js';
import type { Traffic } from './traffic.js';

/** What the day was like, as far as it excuses anything. */
export interface Circumstances {
  /** How often the notification service may have died with a mail taken and not noted down. */
  readonly mailsRepeated?: number;
  /** Messages that were made to be given up. */
  readonly deadLetters?: number;
  /** Whether handlers were made to fail. */
  readonly handlersFail?: boolean;
  /** Subjects of events that were made up, for which there is no aggregate. */
  readonly madeUp?: readonly string[];
  /** How long an order may take to be paid, in milliseconds. */
  readonly paymentWindowMs: number;
  /** How long the world may take to come to rest. */
  readonly settleMs: number;
}

/** Everything that is wrong with a world after traffic; the empty list when nothing is. */
export async function findings(
  world: World,
  traffic: Traffic,
  circumstances: Circumstances,
): Promise<Finding[]> {
  await rest(world, circumstances.settleMs);
  return [
    ...(await auditorFindings(world, circumstances)),
    ...(await ledgerFindings(world.databases.inventory)),
    ...(circumstances.handlersFail ? [] : await handlerFindings(world.databases)),
    ...(await customerFindings(world, traffic, circumstances.paymentWindowMs)),
    ...mailFindings(world, await ordersOf(world, traffic), circumstances.mailsRepeated ?? 0),
  ];
}

/**
 * Resolves when nothing moves any more, and no order waits to be decided or for a payment that never comes; or when the
 * time for that is up. That is no finding: what did not come to its end, the auditor says, and where it is.
 */
async function rest(world: World, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  try {
    await until('every order is decided', () => areAllDecided(world), timeoutMs);
    await world.settled(Math.max(1_000, deadline - Date.now()));
  } catch {
    // Who cannot look at the world any more will not be able to audit it either.
  }
}

async function areAllDecided({ databases }: World): Promise<boolean> {
  const open = `SELECT FROM orders WHERE status IN ('PENDING', 'AWAITING_PAYMENT') LIMIT 1`;
  return (await databases.order.query(open)).length === 0;
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
