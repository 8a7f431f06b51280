// @ts-check
// The words the modules of this folder share; types only.

/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {{ query: <R = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]) => Promise<R[]> }} Queryable */
/** @typedef {import('../../apps/order-service/src/timeline/domain/timeline.js').Timeline} Timeline */
/** @typedef {import('../../apps/order-service/src/timeline/domain/timeline.js').TimelineStep} TimelineStep */
/** @typedef {import('../../apps/order-service/src/timeline/domain/timeline-facts.js').IncidentFact} Incident */
/** @typedef {import('../../apps/order-service/src/timeline/domain/notes.js').Notes} Notes */
/** @typedef {import('../../libs/contracts/src/index.js').Subscription} Subscription */

/** @typedef {{ stream: string, sequence: number, type: string }} Event */

/**
 * The services' own code that tracing uses, as it was built last.
 * @typedef {object} Code
 * @property {typeof import('../../libs/contracts/src/index.js').WAYBILL} choreography
 * @property {typeof import('../../apps/order-service/src/timeline/domain/timeline.js').timelineOf} timelineOf
 * @property {typeof import('../../apps/order-service/src/timeline/domain/notes.js').notesOf} notesOf
 * @property {typeof import('../../apps/order-service/src/timeline/domain/reservation-steps.js').ANSWERS} answers
 * @property {(db: Queryable, id: string) => Promise<import('../../apps/order-service/src/timeline/domain/timeline-facts.js').TimelineFacts | undefined>} findFacts
 */

/**
 * Where an event is that a service has not handled.
 * @typedef {object} Whereabouts
 * @property {'outbox' | 'parked' | 'retry' | 'dead-letter' | 'queue'} place `queue` is what remains: in the queue, or on its way
 * @property {string} [queue]
 * @property {string} [since]
 * @property {number} [attempts]
 * @property {string} [code]
 * @property {number} [waitsFor] the sequence that has to be handled first
 */

/**
 * What became of an event at one of its subscribers.
 * @typedef {object} Delivery
 * @property {Owner} to
 * @property {'handled' | 'ignored' | 'skipped' | 'waiting'} state `skipped`: an operator let the stream go on without it
 * @property {Notes} [notes]
 * @property {Whereabouts} [where] of one that waits
 */

/**
 * Something that happened on the way of an order.
 * @typedef {object} Step
 * @property {string} at ISO 8601 in UTC
 * @property {Owner} service
 * @property {Event} [event] the event that told of it, of which there is none for a notification
 * @property {Event} [causedBy]
 * @property {number} [delayMs] since its cause
 * @property {TimelineStep['taken']} [taken] the step of the order
 * @property {TimelineStep['payment']} [payment] in minor units
 * @property {readonly Movement[]} [movements] of stock
 * @property {readonly { productId: string, requested: number, available: number }[]} [shortages]
 * @property {Notification} [notification]
 * @property {'stock' | 'payment'} [compensates]
 * @property {readonly Delivery[]} deliveries
 */

/** @typedef {{ kind: string, productId: string, quantity: number }} Movement */

/**
 * @typedef {object} Notification
 * @property {string} id also the part of its Message-ID before the @
 * @property {string} kind
 * @property {string} channel
 * @property {string | null} recipient
 * @property {string} status
 * @property {number} attempts
 * @property {string | null} error
 */

/**
 * The way of one order over all services.
 * @typedef {object} Story
 * @property {string} orderId
 * @property {string} status
 * @property {boolean} deleted
 * @property {string} customerId
 * @property {{ amount: number, currency: string }} total in minor units
 * @property {string} asOf when it was read, ISO 8601 in UTC
 * @property {readonly Step[]} steps causes before effects, otherwise by time
 * @property {readonly (Event & Whereabouts & { to: Owner })[]} waiting
 * @property {Timeline['next']} [next]
 */

export {};
