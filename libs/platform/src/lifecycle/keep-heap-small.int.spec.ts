import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compile } from '../../test/compile.js';

let compiled: Awaited<ReturnType<typeof compile>>;
beforeAll(async () => {
  compiled = await compile();
});
afterAll(() => compiled.remove());

/** How many MiB the heap of a process had at most that makes garbage all the time. */
async function mostMiB(...args: string[]): Promise<number> {
  const sample = join(compiled.directory, 'test/sample-of-garbage.js');
  const { stdout } = await promisify(execFile)(process.execPath, [sample, ...args]);
  return Number(stdout);
}

describe('a heap that is kept small', () => {
  it('has far less garbage in it than one that V8 lets grow', async () => {
    const small = await mostMiB('small');
    const left = await mostMiB();

    expect(small).toBeGreaterThan(0);
    expect(small).toBeLessThan(0.75 * left);
  });
});
