import { Shop, startWorld, until, type World } from '@app/testing';
import { instrumented, reported } from '../instrument/instrumented.mjs';
import type { Plant } from '../instrument/plant.mjs';
import type { Finding } from '../proof/finding.js';
import { findings } from '../proof/findings.js';
import { Traffic } from '../proof/traffic.js';
import type { Day } from './catalogue.mjs';
import { makesHandlersFail } from './days.mjs';

const ORDERS = 80;
const BACKLOG = 40;
const PAYMENT_WINDOW_MS = 4_000;
const UNDER_WAY = 4;
// Far longer than it takes, since a machine may be busy with much else.
const PATIENCE_MS = 120_000;
const SETTLE_MS = 60_000;
// Many looks of a sender at what is due, and a small part of its lease.
const HELD_MS = 700;

const ENVIRONMENT = {
  PAYMENT_WINDOW_MS: String(PAYMENT_WINDOW_MS),
  RESERVATION_TTL_MS: String(PAYMENT_WINDOW_MS),
  PAYMENT_POLL_INTERVAL_MS: '500',
  SENDER_CONCURRENCY: String(UNDER_WAY),
  SEND_LEASE_MS: '8000',
  POLL_INTERVAL_MS: '100',
  NOTIFICATION_RETRY_BASE_MS: '200',
  NOTIFICATION_RETRY_MAX_MS: '1000',
};

/** Lives a day in a system of two instances of each service, with the bug if one is given; what is wrong in the end. */
export async function live(day: Day, report: string, bug?: Plant): Promise<Finding[]> {
  const { environment, ...launch } = instrumented({ report, ...(bug && { bug }) });
  const world = await startWorld({
    instances: 2,
    environment: { ...ENVIRONMENT, ...environment },
    launch,
  });
  try {
    if (bug && !reported(report).planted.includes(bug.file)) throw new Error(`${bug.file} was not planted`);
    const traffic = new Traffic(world, new Shop(world), { customers: 6, restMs: 20, copies: 2 });
    await pass(day, world, traffic, report);
    return await findings(world, traffic, {
      handlersFail: makesHandlersFail(day),
      mailsRepeated: day.fault?.app === 'notification-service' ? UNDER_WAY : 0,
      paymentWindowMs: PAYMENT_WINDOW_MS,
      settleMs: SETTLE_MS,
    });
  } finally {
    await world.end();
  }
}

async function pass(day: Day, world: World, traffic: Traffic, report: string): Promise<void> {
  const crash = await strike(world, day, report);
  const release = treatMails(world, day);
  try {
    await traffic.start();
    await crash();
    if (day.inventoryAway) await stayAway(world, traffic);
    await until(`${ORDERS} orders are placed`, () => traffic.placed.length >= ORDERS, PATIENCE_MS);
    await traffic.stop();
  } finally {
    release();
  }
  if (day.queuesDeleted) await deleteQueues(world);
}

/** Arms one instance of the service. What is returned resolves when the fault has struck, and a dead instance runs again. */
async function strike(world: World, day: Day, report: string): Promise<() => Promise<void>> {
  if (!day.fault) return () => Promise.resolve();
  const { app, at } = day.fault;
  const [victim] = world.instances(app);
  if (!victim) throw new Error(`no ${app}`);
  await victim.kill();
  await victim.start(instrumented({ crashAt: at }).environment);
  return async () => {
    await until(`${at} strikes`, () => reported(report).struck.length > 0, PATIENCE_MS);
    if (makesHandlersFail(day)) return;
    await until(`${app} is dead`, () => !victim.isRunning, PATIENCE_MS);
    await victim.start();
  };
}

/** Nobody reserves stock until many orders wait for that. */
async function stayAway(world: World, traffic: Traffic): Promise<void> {
  const inventory = world.instances('inventory-service');
  await Promise.all(inventory.map((service) => service.stop()));
  const enough = traffic.placed.length + BACKLOG;
  await until(`${BACKLOG} orders wait`, () => traffic.placed.length >= enough, PATIENCE_MS);
  await Promise.all(inventory.map((service) => service.start()));
}

/** What is returned lets the mail server be as usual. */
function treatMails({ mailbox }: World, { mailsTurnedAway, mailsHeld }: Day): () => void {
  if (mailsTurnedAway) turnMailsAway(mailbox);
  return mailsHeld ? holdMails(mailbox) : () => undefined;
}

/** The first mail to each address is taken at the second attempt only. */
function turnMailsAway(mailbox: World['mailbox']): void {
  const known = new Set<string>();
  mailbox.react = (to, at) => {
    if (at !== 'data' || known.has(to)) return 'take';
    known.add(to);
    return { code: 451, at, text: 'come again later' };
  };
}

/** Each mail is answered some moments after it has come. What is returned ends that. */
function holdMails(mailbox: World['mailbox']): () => void {
  mailbox.hold();
  const timer = setInterval(() => {
    mailbox.release();
    mailbox.hold();
  }, HELD_MS);
  return () => {
    clearInterval(timer);
    mailbox.release();
  };
}

/** Somebody deletes the queues of services that are down, and the shop goes on meanwhile. */
async function deleteQueues(world: World): Promise<void> {
  const { probe, topology, databases } = world;
  const absent = [...world.instances('order-service'), ...world.instances('notification-service')];
  await world.settled(SETTLE_MS);
  await Promise.all(absent.map((service) => service.stop()));
  const queues = topology.inbound.map(({ queue }) => queue).filter((queue) => queue.endsWith('.product'));
  for (const queue of [...queues, topology.unroutable]) await probe.deleteQueue(queue);
  await fetch(`${world.url('inventory-service')}/inventory`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ productId: 'bench', productName: 'bench', quantity: 1, price: 1 }),
  });
  const held = 'SELECT FROM outbox_events';
  await until(
    'the product is told of',
    async () => (await databases.inventory.query(held)).length === 0,
    PATIENCE_MS,
  );
  await Promise.all(absent.map((service) => service.start()));
}
