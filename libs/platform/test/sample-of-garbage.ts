import { keepHeapSmall } from '../src/lifecycle/keep-heap-small.js';

// Holds as much all the time, and replaces each thing once it has grown old. Prints how many MiB its heap had at most. With an
// argument it keeps the heap small.
const HELD = 200_000;
const REPLACED = 3_000_000;
const FAR_APART = 7919;
const LOOK_EVERY = 5_000;

const thing = (number: number) => ({ number, text: `the text of ${number}` });

const held = Array.from({ length: HELD }, (_, number) => thing(number));
if (process.argv.length > 2) keepHeapSmall();

let mostBytes = 0;
for (let number = 0; number < REPLACED; number++) {
  held[(number * FAR_APART) % HELD] = thing(number);
  if (number % LOOK_EVERY === 0) mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed);
}
process.stdout.write(String(mostBytes / 2 ** 20));
