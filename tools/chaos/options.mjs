// @ts-check
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ToolError, parsed } from '../support/tool.mjs';
import { chosenFaults } from './catalogue.mjs';

const USAGE = `npm run chaos [-- options]: breaks a system of its own in every way there is while customers use it, and judges
  --seed N           the faults of an earlier run again; a seed is printed otherwise
  --minutes M        how long customers use it, 2 unless said otherwise; starting and judging come on top
  --faults a,b,…     these faults only
  --rate N           orders a second (10)
  --broker-cluster   three RabbitMQ nodes instead of one, of which one at a time is killed or cut off
  --list             print the faults that would come, and what each of them is, and do nothing
  --json             the verdict as JSON on standard output, and nothing else there
  --report FILE      write what was done and found to a Markdown file
Everything runs on servers of the run's own, on this machine only. Ends with 1 if anything that is promised does not hold
or recovery took too long; the logs are in .waybill/chaos then.`;

/**
 * @typedef {object} Options
 * @property {number} seed
 * @property {number} minutes
 * @property {readonly import('./fault.mjs').Fault[]} faults
 * @property {number} perSecond
 * @property {boolean} cluster
 * @property {boolean} list
 * @property {boolean} json
 * @property {string | undefined} report
 */

/** @returns {Options} */
export function readOptions() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: {
        seed: { type: 'string' },
        minutes: { type: 'string', default: '2' },
        faults: { type: 'string' },
        rate: { type: 'string', default: '10' },
        'broker-cluster': { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        report: { type: 'string' },
      },
    }),
  );
  const seed = Number(values.seed ?? randomInt(2 ** 31));
  if (!Number.isInteger(seed)) throw new ToolError('--seed must be a whole number');
  const cluster = values['broker-cluster'];
  return {
    seed,
    minutes: between('--minutes', values.minutes, 0.1, 600),
    faults: chosenFaults(values.faults, cluster),
    perSecond: between('--rate', values.rate, 0.1, 200),
    cluster,
    list: values.list,
    json: values.json,
    report: values.report,
  };
}

/** @param {string} name @param {string} text @param {number} least @param {number} most */
function between(name, text, least, most) {
  const value = Number(text);
  if (value >= least && value <= most) return value;
  throw new ToolError(`${name} must be a number from ${least} to ${most}`);
}

/** The command that does the same again. @param {Options} options */
export function commandOf({ seed, minutes, faults, perSecond, cluster }) {
  const all = chosenFaults(undefined, cluster);
  const parts = ['npm run chaos --', `--seed ${seed}`, `--minutes ${minutes}`, `--rate ${perSecond}`];
  if (faults.length < all.length) parts.push(`--faults ${faults.map(({ name }) => name).join(',')}`);
  if (cluster) parts.push('--broker-cluster');
  return parts.join(' ');
}
