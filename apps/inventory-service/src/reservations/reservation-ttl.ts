/** Injects for how long goods are held for an order that is to be paid for, in milliseconds: `number`. */
export const RESERVATION_TTL_MS = Symbol('reservation-ttl-ms');
