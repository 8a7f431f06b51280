// @ts-check
// Loaded by `node --import` before a service, which knows nothing of it.
import { register } from 'node:module';
import { CrashPoints, armsIn } from './crash-points.mjs';
import { HOOK } from './marker.mjs';

const { WAYBILL_CRASH_AT = '', WAYBILL_CRASH_REPORT: report, WAYBILL_PLANT } = process.env;

Reflect.set(globalThis, Symbol.for(HOOK), new CrashPoints(armsIn(WAYBILL_CRASH_AT), report));
/** @type {import('./hooks.mjs').Instructions} */
const data = { report, bug: WAYBILL_PLANT ? JSON.parse(WAYBILL_PLANT) : undefined };
register('./hooks.mjs', import.meta.url, { data });
