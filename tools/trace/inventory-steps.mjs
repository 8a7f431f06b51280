// @ts-check
import { iso } from './pipeline.mjs';

/** @typedef {import('./types.mjs').Queryable} Queryable */
/** @typedef {import('./types.mjs').Movement} Movement */

/**
 * A version of the reservation: what stock moved, and the event that told of it as far as inventory knows it.
 * @typedef {object} ReservationStep
 * @property {number} sequence
 * @property {string} at
 * @property {string} type
 * @property {Movement[]} movements
 * @property {{ productId: string, requested: number, available: number }[]} shortages
 */

const RESERVATION = `
  SELECT status, version, shortages, created_at AS "createdAt", updated_at AS "updatedAt" FROM reservations
  WHERE order_id = $1`;

const MOVEMENTS = `
  SELECT reservation_version AS version, kind, product_id AS "productId", quantity, reserved_delta AS delta, at
  FROM stock_movements WHERE order_id = $1 ORDER BY movement_id`;

/** @typedef {{ status: string, version: number, shortages: ReservationStep['shortages'], createdAt: Date, updatedAt: Date }} Reservation */
/** @typedef {Movement & { version: number, delta: number, at: Date }} Entry */

/** The steps of what is held for an order, oldest first. @param {Queryable} db @param {string} orderId @returns {Promise<ReservationStep[]>} */
export async function reservationSteps(db, orderId) {
  /** @type {Reservation[]} */
  const [reservation] = await db.query(RESERVATION, [orderId]);
  if (!reservation) return [];
  /** @type {Entry[]} */
  const entries = await db.query(MOVEMENTS, [orderId]);
  let held = 0;
  return Array.from({ length: reservation.version }, (_, index) => {
    const sequence = index + 1;
    const movements = entries.filter(({ version }) => version === sequence);
    const before = held;
    held += movements.reduce((sum, { delta }) => sum + delta, 0);
    return stepOf(reservation, { sequence, movements, before, held });
  });
}

/** @param {Reservation} reservation @param {{ sequence: number, movements: Entry[], before: number, held: number }} version @returns {ReservationStep} */
function stepOf({ status, version, shortages, createdAt, updatedAt }, { sequence, movements, before, held }) {
  const rejected = status === 'REJECTED' && sequence === version;
  return {
    sequence,
    at: iso(movements[0]?.at ?? (sequence === version ? updatedAt : createdAt)),
    type: rejected ? 'inventory.reservation.failed' : typeOf(movements, before, held),
    movements: movements.map(({ kind, productId, quantity }) => ({ kind, productId, quantity })),
    shortages: rejected ? shortages : [],
  };
}

/**
 * Nothing stores the type of a version's event, but its movements leave little choice. Without any, a change was refused
 * or the time was over: which of them, the order knows.
 * @param {Movement[]} movements
 * @param {number} before units held
 * @param {number} after units held
 */
function typeOf(movements, before, after) {
  const kinds = new Set(movements.map(({ kind }) => kind));
  if (kinds.has('committed')) return 'inventory.committed';
  if (kinds.has('restocked') || (kinds.has('released') && after === 0)) return 'inventory.released';
  if (kinds.size === 0) return 'inventory.reservation';
  return before === 0 ? 'inventory.reserved' : 'inventory.reservation.changed';
}
