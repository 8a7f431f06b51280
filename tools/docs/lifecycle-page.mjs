// @ts-check
import { compiled } from '../support/compiled.mjs';
import { codes, table } from './format.mjs';

/** Each status with the steps it may take and where they lead. @typedef {Record<string, Record<string, string>>} Lifecycle */

const ORDER = 'apps/order-service/src/orders/domain/order-lifecycle.ts';
const RESERVATION = 'apps/inventory-service/src/reservations/domain/reservation.ts';

const INTRODUCTION = `# Lifecycles

Printed from the tables that the services go by, by \`npm run docs:events\`: do not edit. A step that is not here is refused
with 409 \`illegal-order-step\`, or comes too late and is left out when an event asked for it. Each step taken is one event
and one version.`;

/** The page about what an order and a reservation can go through. */
export async function lifecyclePage() {
  const { ORDER_LIFECYCLE, INITIAL_STATUS } = await compiled('order-service', ORDER.replace(/ts$/, 'js'));
  const { RESERVATION_LIFECYCLE } = await compiled('inventory-service', RESERVATION.replace(/ts$/, 'js'));
  return [
    INTRODUCTION,
    lifecycleSection('Order', ORDER, ORDER_LIFECYCLE, [INITIAL_STATUS]),
    lifecycleSection('Reservation', RESERVATION, RESERVATION_LIFECYCLE, ['RESERVED', 'REJECTED']),
  ].join('\n\n');
}

/**
 * One lifecycle as a diagram and a table.
 * @param {string} name
 * @param {string} source
 * @param {Lifecycle} lifecycle
 * @param {string[]} initial the statuses it can begin with
 */
export function lifecycleSection(name, source, lifecycle, initial) {
  const steps = Object.entries(lifecycle).flatMap(([from, taken]) =>
    Object.entries(taken).map(([step, to]) => ({ from, step, to })),
  );
  return [
    `## ${name}`,
    `From [${source}](../${source}). It begins with ${codes(initial)}.`,
    `\`\`\`mermaid\n${diagram(lifecycle, initial, steps)}\n\`\`\``,
    table(
      ['Status', 'Step', 'Next status'],
      steps.map(({ from, step, to }) => [`\`${from}\``, step, `\`${to}\``]),
    ),
    `Nothing follows ${codes(Object.keys(lifecycle).filter((status) => isFinal(lifecycle, status)))}.`,
  ].join('\n\n');
}

/** @param {Lifecycle} lifecycle @param {string[]} initial @param {{ from: string, step: string, to: string }[]} steps */
function diagram(lifecycle, initial, steps) {
  const final = Object.keys(lifecycle).filter((status) => isFinal(lifecycle, status));
  return [
    'stateDiagram-v2',
    ...initial.map((status) => `  [*] --> ${status}`),
    ...steps.map(({ from, step, to }) => `  ${from} --> ${to}: ${step}`),
    ...final.map((status) => `  ${status} --> [*]`),
  ].join('\n');
}

/** @param {Lifecycle} lifecycle @param {string} status */
const isFinal = (lifecycle, status) => Object.keys(lifecycle[status] ?? {}).length === 0;
