import fc from 'fast-check';
import { apply, type Command, type Lines, type Model, PRODUCTS } from './model.js';

/** Commands that are sent at once; no two of them are about the same order. */
export type Burst = readonly Command[];

const quantity = fc.integer({ min: 1, max: 4 });
const lines: fc.Arbitrary<Lines> = fc.oneof(
  fc.record({ lamp: quantity }),
  fc.record({ shade: quantity }),
  fc.record({ lamp: quantity, shade: quantity }),
);
// The order is chosen among those there are when the burst begins.
const order = fc.nat({ max: 99 });
const step = fc.constantFrom('pay', 'cancel', 'process', 'ship', 'deliver', 'complete', 'delete', 'restore');

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constant('place' as const), lines, pay: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('change' as const), order, lines }) },
  { weight: 6, arbitrary: fc.record({ what: step as fc.Arbitrary<'pay'>, order }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('adjust' as const),
      product: fc.constantFrom(...PRODUCTS),
      delta: fc.integer({ min: -6, max: 12 }).filter((delta) => delta !== 0),
    }),
  },
);

/** Any rows of bursts. */
export const bursts = fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), {
  minLength: 4,
  maxLength: 10,
});

/** The burst with orders that exist, each in one command at most. */
export function possible(burst: Burst, placed: number): Command[] {
  const busy = new Set<number>();
  return burst.flatMap((wanted): Command[] => {
    if (!('order' in wanted)) return [wanted];
    if (placed === 0) return [];
    const index = wanted.order % placed;
    if (busy.has(index)) return [];
    busy.add(index);
    return [{ ...wanted, order: index }];
  });
}

/** What a burst can lead to: one result for each order in which its commands may take effect. */
export function outcomes(
  model: Model,
  burst: Burst,
): { readonly model: Model; readonly accepted: readonly boolean[] }[] {
  return permutations(burst.map((_, index) => index)).map((turns) => {
    const accepted: boolean[] = [];
    const placedBy = new Map<number, number>();
    let state = model;
    for (const turn of turns) {
      const next = burst[turn];
      if (!next) continue;
      const result = apply(state, next);
      if (next.what === 'place') placedBy.set(turn, result.model.orders.length - 1);
      accepted[turn] = result.accepted;
      state = result.model;
    }
    return { model: asSent(state, model.orders.length, placedBy), accepted };
  });
}

/** New orders in the order of the burst's commands, in which the client knows them. */
function asSent(state: Model, before: number, placedBy: ReadonlyMap<number, number>): Model {
  const turns = [...placedBy].sort(([a], [b]) => a - b);
  const fresh = turns.flatMap(([, index]) => state.orders.slice(index, index + 1));
  return { ...state, orders: [...state.orders.slice(0, before), ...fresh] };
}

const permutations = (items: readonly number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );
