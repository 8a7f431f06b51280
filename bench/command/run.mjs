// @ts-check
import { announce, messageOf } from '../../tools/support/messages.mjs';
import { ToolError } from '../../tools/support/tool.mjs';
import { ONCE, PARTS, STAGES } from './parts.mjs';

/** @typedef {import('../parts/part.mjs').Figures} Figures */
/** @typedef {import('../parts/part.mjs').OpenPart} OpenPart */
/** @typedef {import('./parts.mjs').PartName} PartName */

/** What was measured, by part: one entry for each round. @typedef {Partial<Record<PartName, Figures[]>>} Rounds */

/** @typedef {{ rounds: Rounds, refused: Partial<Record<PartName, string>> }} Measured a part is in one of them */

/**
 * Measures the chosen parts, those that are compared in turns. A part that fails has no figures, and the others go on.
 * @param {import('../private-servers.mjs').PrivateGround} ground
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<Measured>}
 */
export async function measureParts(ground, { parts, pace }) {
  /** @type {import('../parts/part.mjs').Bench} */
  const bench = { ground, pace, known: {}, tell: (what, said) => announce('bench', what, said) };
  /** @type {Measured} */
  const measured = { rounds: {}, refused: {} };
  for (const stage of STAGES)
    await measureStage(
      bench,
      stage.filter((name) => parts.includes(name)),
      measured,
    );
  return measured;
}

/** @param {import('../parts/part.mjs').Bench} bench @param {readonly PartName[]} names @param {Measured} measured */
async function measureStage(bench, names, { rounds, refused }) {
  /** @type {Map<PartName, OpenPart>} */
  const open = new Map();
  const attempt = async (/** @type {PartName} */ name, /** @type {() => Promise<void>} */ work) => {
    if (refused[name] !== undefined) return;
    try {
      await work();
    } catch (error) {
      if (bench.ground.keeper.isStopping) throw error;
      refused[name] = error instanceof ToolError ? error.message : messageOf(error);
      delete rounds[name];
      bench.tell(name, `refused: ${refused[name]}`);
    }
  };
  for (const name of names) await attempt(name, async () => void open.set(name, await PARTS[name](bench)));
  for (let round = 1; round <= bench.pace.rounds; round += 1)
    for (const name of names) {
      if (round > 1 && ONCE.includes(name)) continue;
      await attempt(name, async () => {
        const figures = await /** @type {OpenPart} */ (open.get(name)).measure();
        (rounds[name] ??= []).push(figures);
        bench.tell(name, `round ${round} of ${ONCE.includes(name) ? 1 : bench.pace.rounds} is measured`);
      });
    }
  for (const part of open.values()) await part.close();
}
