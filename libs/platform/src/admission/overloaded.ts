import type { Problem } from '../problems/problem.js';

/** What is answered to a request that is not admitted. Nothing of it was stored, so the same key may be used again. */
export const overloaded = (seconds: number): Problem => ({
  status: 503,
  code: 'overloaded',
  detail: 'There is more to do than can be done in time. Nothing was stored; try again later.',
  retryAfterSeconds: spread(seconds),
});

/** `seconds` and up to as many and three more, so that those who are turned away do not come back all at once. */
const spread = (seconds: number): number => seconds + Math.floor(Math.random() * (seconds + 4));
