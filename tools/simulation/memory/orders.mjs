// @ts-check

/** @typedef {{ session: import('../session.mjs').Session }} Tx */
/** @typedef {{ order: { id: string, version: number }, entry: { version: number } }} TakenStep */

/** @param {string} id */
const lockOf = (id) => `orders ${id}`;

/** The order service's `OrderRepository`. */
export const ordersIn = () => ({
  /** @param {Tx} tx @param {TakenStep} placed */
  insert: ({ session }, { order, entry }) =>
    session.statement('insert order', [lockOf(order.id)], () => {
      session.write('orders', order.id, order);
      session.write('history', `${order.id} ${entry.version}`, entry);
    }),

  /** @param {Tx} tx @param {readonly string[]} ids */
  lock: ({ session }, ids) =>
    session.statement(
      'lock orders',
      () =>
        ids
          .filter((id) => session.read('orders', id))
          .map(lockOf)
          .sort(),
      () =>
        new Map(ids.flatMap((id) => (session.read('orders', id) ? [[id, session.read('orders', id)]] : []))),
    ),

  /** @param {Tx} tx @param {readonly TakenStep[]} steps */
  saveSteps: ({ session }, steps) =>
    session.statement(
      'save steps',
      () => [...new Set(steps.map(({ order }) => lockOf(order.id)))].sort(),
      () => {
        for (const { order, entry } of steps) {
          const key = `${order.id} ${entry.version}`;
          if (session.read('history', key))
            throw Object.assign(new Error('duplicate key'), { code: '23505' });
          session.write('history', key, entry);
          session.write('orders', order.id, order);
        }
      },
    ),

  /** The order, locked if it is there. @param {Tx} tx @param {string} id */
  find: ({ session }, id) => session.statement('find order', [lockOf(id)], () => session.read('orders', id)),
});
