// @ts-check

/** @typedef {{ session: import('../session.mjs').Session }} Tx */
/** @typedef {{ orderId: string } & Record<string, any>} Reservation */
/** @typedef {{ productId: string, availableDelta: number, reservedDelta: number }} Movement */

/** @param {string} id */
const reservationLock = (id) => `reservations ${id}`;
/** @param {string} id */
const productLock = (id) => `products ${id}`;

/** The inventory service's `ReservationRepository`. */
export const reservationsIn = () => ({
  /** @param {Tx} tx @param {readonly Reservation[]} reservations */
  insert: ({ session }, reservations) =>
    session.statement(
      'insert reservations',
      () => reservations.map(({ orderId }) => reservationLock(orderId)),
      () => {
        for (const reservation of reservations) {
          if (session.read('reservations', reservation.orderId)) {
            throw Object.assign(new Error('duplicate key'), { code: '23505' });
          }
          session.write('reservations', reservation.orderId, reservation);
        }
      },
    ),

  /** @param {Tx} tx @param {readonly string[]} ids */
  lock: ({ session }, ids) =>
    session.statement(
      'lock reservations',
      () =>
        ids
          .filter((id) => session.read('reservations', id))
          .map(reservationLock)
          .sort(),
      () =>
        new Map(
          ids.flatMap((id) =>
            session.read('reservations', id) ? [[id, session.read('reservations', id)]] : [],
          ),
        ),
    ),

  /** @param {Tx} tx @param {readonly Reservation[]} reservations */
  save: ({ session }, reservations) =>
    session.statement(
      'save reservations',
      () => reservations.map(({ orderId }) => reservationLock(orderId)),
      () => {
        for (const reservation of reservations)
          session.write('reservations', reservation.orderId, reservation);
      },
    ),
});

/** The inventory service's `StockRepository`: many products are locked in turn. */
export const stockIn = () => ({
  /** @param {Tx} tx @param {readonly string[]} ids */
  lock: ({ session }, ids) =>
    session.statement(
      'lock stock',
      ['turn', ...ids.map(productLock).sort()],
      () =>
        new Map(
          ids.flatMap((id) => (session.read('products', id) ? [[id, session.read('products', id)]] : [])),
        ),
    ),

  /** @param {Tx} tx @param {readonly { productId: string, alerts: readonly unknown[] }[]} shifts */
  countAlerts({ session }, shifts) {
    const alerting = shifts.filter(({ alerts }) => alerts.length > 0);
    if (alerting.length === 0) return Promise.resolve();
    return session.statement(
      'count alerts',
      () => alerting.map(({ productId }) => productLock(productId)),
      () => {
        for (const { productId, alerts } of alerting) {
          const product = session.read('products', productId);
          session.write('products', productId, { ...product, version: product.version + alerts.length });
        }
      },
    );
  },
});

/** The inventory service's `StockLedger`: appending moves the stock, never below zero. */
export const ledgerIn = () => ({
  /** @param {Tx} tx @param {readonly Movement[]} movements */
  append: ({ session }, movements) =>
    session.statement(
      'append to ledger',
      () => [...new Set(movements.map(({ productId }) => productLock(productId)))].sort(),
      () => {
        for (const { productId, availableDelta, reservedDelta } of movements) {
          const product = session.read('products', productId);
          const available = product.available + availableDelta;
          const reserved = product.reserved + reservedDelta;
          if (available < 0 || reserved < 0)
            throw Object.assign(new Error('figure below zero'), { code: '23514' });
          session.write('products', productId, { ...product, available, reserved });
        }
        session.uponCommit.push(() => {
          const ledger = session.database.table('ledger');
          for (const movement of movements) ledger.set(String(ledger.size), movement);
        });
      },
    ),
});
