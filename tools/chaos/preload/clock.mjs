// @ts-check
// Loaded into a service before its own code: its clock is off by as many milliseconds as the file says that
// WAYBILL_CLOCK_FILE names. Timers run on, as they do when a real clock is set.
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 250;
const file = process.env['WAYBILL_CLOCK_FILE'];
const RealDate = Date;
let offsetMs = 0;

if (file !== undefined) {
  const look = () => (offsetMs = Number(readFileSync(file, 'utf8')) || 0);
  look();
  setInterval(look, LOOK_EVERY_MS).unref();

  const now = () => RealDate.now() + offsetMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}
