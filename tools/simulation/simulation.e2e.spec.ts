import { simulateBugs } from '../mutants/simulate.mjs';
import { run } from '../support/run.mjs';
import { inRoot, root } from '../support/paths.mjs';
import { MUTANTS } from './mutants.mjs';

const LIMIT_MS = 900_000;
// As many as `npm run simulate` runs by itself.
const SCHEDULES = 100_000;

const simulate = (...args: string[]) =>
  run(process.execPath, [inRoot('tools', 'simulate.mjs'), ...args], { cwd: root, timeoutMs: LIMIT_MS });

const names = MUTANTS.map(({ name }) => name);

/** What a run says of all that happened in it. */
const traceOf = (stdout: string): string | undefined => /trace ([0-9a-f]{8})/.exec(stdout)?.[1];

describe('the services, simulated', () => {
  it(
    'break nothing in any of a hundred thousand schedules',
    async () => {
      const { ok, stdout } = await simulate('--schedules', String(SCHEDULES));

      expect(stdout).toContain('no violations');
      expect(stdout).toContain(`${SCHEDULES} schedules`);
      expect(ok).toBe(true);
    },
    LIMIT_MS,
  );

  it(
    'do the same again when the seeds are the same, and something else when they are not',
    async () => {
      const [once, again, others] = [
        await simulate('--schedules', '100'),
        await simulate('--schedules', '100'),
        await simulate('--schedules', '100', '--seed', '5000'),
      ].map(({ stdout }) => traceOf(stdout));

      expect(once).toEqual(expect.any(String));
      expect(again).toBe(once);
      expect(others).not.toBe(once);
    },
    LIMIT_MS,
  );

  it(
    'show every planted bug',
    async () => {
      const outcomes = await simulateBugs(names);

      expect(names.filter((name) => !outcomes.get(name)?.found.length)).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'fail again in the smallest schedule that was found, step by step the same',
    async () => {
      const { stdout } = await simulate('--schedules', '500', '--mutant', 'no-dedupe');
      const word = /--replay (\S+)/.exec(stdout)?.[1] ?? 'none';
      const [once, again] = [
        await simulate('--replay', word, '--mutant', 'no-dedupe'),
        await simulate('--replay', word, '--mutant', 'no-dedupe'),
      ];

      expect(once.ok).toBe(false);
      expect(once.stdout).toContain('in order and once');
      expect(again.stdout).toBe(once.stdout);
    },
    LIMIT_MS,
  );

  it('are not run for a word that says nothing', async () => {
    const { ok, stderr } = await simulate('--replay', '12.garbage');

    expect(ok).toBe(false);
    expect(stderr).toContain('12.garbage is no schedule');
  });
});
