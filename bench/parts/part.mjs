// @ts-check
// The words that the parts of this folder share; types only.

/** What was measured in one round, by name. Names are the report's. @typedef {Record<string, number>} Figures */

/**
 * How long and how often.
 * @typedef {object} Pace
 * @property {number} seconds a rate is to be sustained
 * @property {number} rounds
 * @property {number} orders that are stored in the larger of the databases of `growth`
 * @property {number} minutes of `memory`
 * @property {boolean} statements whether the longest statements are told of
 */

/**
 * What the parts of one run share.
 * @typedef {object} Bench
 * @property {import('../private-servers.mjs').PrivateGround} ground
 * @property {Pace} pace
 * @property {(what: string, said: string) => void} tell what goes on
 * @property {Known} known
 *
 * What one part has found out and others begin with.
 * @typedef {object} Known
 * @property {number} [perSecond] orders a second that the saga sustains
 * @property {readonly import('../measure/traffic.mjs').Traffic[]} [traffic] its messages
 */

/**
 * A part of the bench that is open: measures one round after the other, until it is closed. It throws when what it has
 * worked with does not add up, so that no figure of it counts.
 * @typedef {object} OpenPart
 * @property {() => Promise<Figures>} measure
 * @property {() => Promise<void>} close
 */

/** @typedef {(bench: Bench) => Promise<OpenPart>} Part */

export {};
