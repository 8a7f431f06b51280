import { execFile } from 'node:child_process';
import { join } from 'node:path';

const SEED = 20;
const MINUTES = 2;
// Some ten times what it takes.
const TIME_LIMIT_MS = 900_000;
const FAULTS = [
  'kill',
  'crash-point',
  'connections-closed',
  'backends-terminated',
  'database-restarted',
  'network-cut',
  'repeated-and-shuffled',
];

interface Verdict {
  readonly violations: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** The verdict of a run; a run that ends with 1 has one too. */
function chaos(): Promise<Verdict> {
  const options = ['--seed', String(SEED), '--minutes', String(MINUTES), '--faults', FAULTS.join(',')];
  const args = [join('tools', 'chaos.mjs'), ...options, '--json'];
  const limits = { timeout: TIME_LIMIT_MS, maxBuffer: 2 ** 24 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, limits, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as Verdict);
      } catch {
        reject(new Error(`the run has no verdict:\n${stderr.slice(-4000)}`, { cause: error }));
      }
    });
  });
}

describe('a system that is broken again and again while customers use it', () => {
  let verdict: Verdict;
  beforeAll(async () => {
    verdict = await chaos();
  }, TIME_LIMIT_MS);

  it('loses no order it has accepted, sells nothing twice, and keeps all else that it promises', () => {
    expect(verdict.violations).toEqual([]);
    expect(verdict.figures).toMatchObject({ ordersLost: 0, unitsOversold: 0 });
  });

  it('has been broken, and used', () => {
    expect(verdict.figures['faults']).toBeGreaterThan(0);
    expect(verdict.figures['ordersAccepted']).toBeGreaterThan(0);
  });
});
