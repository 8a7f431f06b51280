import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// By how many percent of what is in use V8 lets the old generation grow before it looks what of it still is. Left to
// itself it lets a heap of 30 MiB become 120.
const GROWTH_PERCENT = 30;

/**
 * Has V8 collect garbage before there is much of it: a process that answers requests holds little more than what is in use,
 * at no cost that could be measured (docs/performance.md). The flags are V8's own (`node --v8-options`), and the growth counts from a
 * collection on; so there is one now, of what the start has left.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
}
