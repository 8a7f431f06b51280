// @ts-check
import { createRequire } from 'node:module';

// Its types are those of the CommonJS module, and what can be imported has another shape.
/** @type {typeof import('@jest/test-sequencer')} */
const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

/** @typedef {Parameters<InstanceType<typeof Sequencer>['sort']>[0]} Tests */

const KINDS = ['.e2e.spec.ts', '.browser.spec.ts', '.int.spec.ts', '.spec.ts'];

/** @param {{ path: string }} test */
const kindOf = ({ path }) => KINDS.findIndex((ending) => path.endsWith(ending));

/**
 * The order of spec files that nobody has timed yet: the kinds that take minutes first, so that at the end no worker waits
 * for one of them. Where they have been run before, Jest knows better.
 */
export default class SlowestKindFirst extends Sequencer {
  /** @override @param {Tests} tests */
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isTimed = sorted.some(({ duration }) => duration !== undefined);
    return isTimed ? sorted : sorted.toSorted((one, other) => kindOf(one) - kindOf(other));
  }
}
