// @ts-check
// The words the faults share; types only.

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {import('./world.mjs').World} World */

/** What a fault can choose from. @typedef {{ instances: readonly string[], nodes: readonly string[] }} Shape */

/** Whom a fault hits and how, as it is printed. @typedef {Record<string, string | number>} Details */

/**
 * One way of breaking the system.
 * @typedef {object} Fault
 * @property {string} name kebab-case
 * @property {string} explanation what is done, in one sentence
 * @property {true} [needsCluster] it takes several brokers
 * @property {readonly [number, number]} lengthMs the shortest and the longest time it lasts
 * @property {(random: Random, shape: Shape) => Details} draw chooses whom and how; pure
 * @property {(details: Details) => number} mailWindows how many processes of notification lose what they are doing, each
 *   of which may repeat the mails it has under way
 * @property {(world: World, details: Details) => Promise<Recover>} inject resolves once it is so
 */

/** Ends a fault, and resolves when what was broken is whole again; services may take longer. @typedef {() => Promise<void>} Recover */

export {};
