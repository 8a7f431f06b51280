// @ts-check
// Loaded by `node --import` before a service, which knows nothing of it.
import { register } from 'node:module';
import { CrashPoints, armsIn } from './crash-points.mjs';
import { HOOK } from './marker.mjs';

const { WAYBILL_CRASH_AT = '', WAYBILL_CRASH_REPORT: report, WAYBILL_PLANT } = process.env;

Reflect.set(globalThis, Symbol.for(HOOK), new CrashPoints(armsIn(WAYBILL_CRASH_AT), report));
if (WAYBILL_PLANT) {
  /** @type {import('./hooks.mjs').Instructions} */
  const data = { report, bug: JSON.parse(WAYBILL_PLANT) };
  register('./hooks.mjs', import.meta.url, { data });
}
