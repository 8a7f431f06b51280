// @ts-check
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { runSpec } from './support/run-spec.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run fuzz:messages [-- options]: puts messages that nobody can handle into every queue of a system of its own
  --messages N   so many of them (100000)
  --seed N       the messages of an earlier run again; a seed is printed otherwise`;

function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({ options: { messages: { type: 'string', default: '100000' }, seed: { type: 'string' } } }),
  );
  const messages = Number(values.messages);
  const seed = Number(values.seed ?? randomInt(2 ** 31));
  if (!Number.isInteger(messages) || messages < 1) throw new ToolError('--messages must be at least 1');
  if (!Number.isInteger(seed)) throw new ToolError('--seed must be a whole number');
  return { messages, seed };
}

await runTool(async () => {
  const { messages, seed } = options();
  await ensureInstalled();
  process.stdout.write(`seed ${seed}: npm run fuzz:messages -- --messages ${messages} --seed ${seed}\n`);
  await runSpec('e2e/fuzz-messages.e2e', { FUZZ_MESSAGES: String(messages), FUZZ_SEED: String(seed) });
});
