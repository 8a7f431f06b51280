// @ts-check
import { baskets } from '../parts/baskets.mjs';
import { floor } from '../parts/floor.mjs';
import { growth } from '../parts/growth.mjs';
import { hot } from '../parts/hot.mjs';
import { instances } from '../parts/instances.mjs';
import { memory } from '../parts/memory.mjs';
import { saga } from '../parts/saga.mjs';
import { start } from '../parts/start.mjs';
import { usual } from '../parts/usual.mjs';

/** All parts, in the order in which they run. */
export const PARTS = { saga, usual, floor, hot, baskets, growth, instances, start, memory };

/** @typedef {keyof typeof PARTS} PartName */

/** Parts that are compared with each other, and so take turns round by round; the others run one after another. @type {readonly (readonly PartName[])[]} */
export const STAGES = [
  ['saga', 'usual', 'floor'],
  ['hot'],
  ['baskets'],
  ['growth'],
  ['instances'],
  ['start'],
  ['memory'],
];

/** Parts of which one round is enough, because it is long. @type {readonly PartName[]} */
export const ONCE = ['memory'];
