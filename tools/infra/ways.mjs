// @ts-check
import { announce } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

/** @typedef {import('./types.mjs').Way} Way */
/** @typedef {import('./types.mjs').Search} Search */

/** @type {readonly Way[]} */
const WAYS = ['env', 'local', 'docker', 'embedded'];

/** Thrown by a way that is not open. */
export class Unavailable extends Error {
  /**
   * @param {string} reason
   * @param {{ surprising?: boolean }} [options] surprising: somebody meant this way to work, so mention that it did not
   */
  constructor(reason, { surprising = false } = {}) {
    super(reason);
    this.surprising = surprising;
  }
}

/** Thrown when no way is open, or the forced one is not; its message tells what to do. */
export class InfrastructureMissing extends ToolError {}

/**
 * The way `WAYBILL_INFRA` forces, if any.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Way | undefined}
 */
export function forcedWay(env) {
  const asked = env['WAYBILL_INFRA'];
  if (asked === undefined || asked === '') return undefined;
  const way = WAYS.find((known) => known === asked);
  if (way) return way;
  throw new InfrastructureMissing(`WAYBILL_INFRA is "${asked}"; it may be ${WAYS.join(', ')}`);
}

/**
 * Tries the ways in their order, or only the forced one, prints the first that is open and resolves with it.
 * @template T
 * @param {string} subject
 * @param {[string, import('./types.mjs').Seek<T>][]} ways each with the name to print
 * @param {Search} search
 * @returns {Promise<T>}
 */
export async function firstOpenWay(subject, ways, search) {
  /** @type {string[]} */
  const reasons = [];
  let remarks = '';
  for (const [name, seek] of ways) {
    try {
      const { value, details } = await seek(search);
      announce(subject, name, details + remarks);
      return value;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      reasons.push(`  ${name}: ${error.message}`);
      if (error.surprising) remarks += `; not ${name}: ${error.message}`;
    }
  }
  throw new InfrastructureMissing(`no ${subject} to be had\n${reasons.join('\n')}`);
}
