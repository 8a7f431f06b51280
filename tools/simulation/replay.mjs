// @ts-check
import { planOf } from './plan.mjs';
import { messageOf } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

/** @typedef {import('./plan.mjs').Plan} Plan */

/**
 * A schedule in one word: its seed, and what became of it since. Everything that was taken out is named, so that the word
 * stays valid as long as the seed means the same.
 * @param {Plan} plan
 */
export function wordFor(plan) {
  const { seed, luck, orders, faults, instances, rates } = plan;
  const left = {
    luck,
    instances,
    rates,
    orders: orders.map(wishesOf),
    faults: faults.map(({ number }) => number),
  };
  const word = Buffer.from(JSON.stringify(left)).toString('base64url');
  return JSON.stringify(plan) === JSON.stringify(planOf(seed)) ? String(seed) : `${seed}.${word}`;
}

/** @param {import('./plan.mjs').PlannedOrder} order */
const wishesOf = ({ number, shipAt, cancelAt, curse }) => [
  number,
  [shipAt !== undefined && 's', cancelAt !== undefined && 'c', curse && 'x'].filter(Boolean).join(''),
];

/** The schedule that a word stands for. @param {string} word @returns {Plan} */
export function planFor(word) {
  const [seed = '', rest] = word.split('.');
  const whole = planOf(Number(seed));
  if (!/^\d+$/.test(seed)) throw new ToolError(`${word} is no schedule: it begins with a seed`);
  if (rest === undefined) return whole;
  try {
    return partOf(whole, JSON.parse(Buffer.from(rest, 'base64url').toString()));
  } catch (error) {
    throw new ToolError(`${word} is no schedule: ${messageOf(error)}`);
  }
}

/** @param {Plan} whole @param {{ luck: number, instances: Plan['instances'], rates: Plan['rates'], orders: [number, string][], faults: number[] }} left @returns {Plan} */
function partOf(whole, { luck, instances, rates, orders, faults }) {
  const wishes = new Map(orders);
  return {
    ...whole,
    luck,
    instances,
    rates,
    faults: whole.faults.filter(({ number }) => faults.includes(number)),
    orders: whole.orders.flatMap((order) => {
      const kept = wishes.get(order.number);
      if (kept === undefined) return [];
      const { shipAt, cancelAt, curse, ...others } = order;
      return [
        {
          ...others,
          ...(kept.includes('s') && { shipAt }),
          ...(kept.includes('c') && { cancelAt }),
          ...(kept.includes('x') && { curse }),
        },
      ];
    }),
  };
}
