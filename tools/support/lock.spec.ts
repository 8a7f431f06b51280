import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock, withLock } from './lock.mjs';
import { identityOf } from './processes.mjs';

const self = identityOf(process.pid) as string;
// A process that has certainly ended.
const dead = `${spawnSync(process.execPath, ['--version']).pid}:1`;

describe('a lock', () => {
  const directory = mkdtempSync(join(tmpdir(), 'waybill-lock-'));
  const path = join(directory, 'lock');
  afterEach(() => rmSync(path, { force: true }));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is taken by one process at a time, and says by which', () => {
    expect(takeLock(path, self)).toEqual({ taken: true });
    expect(takeLock(path, self)).toEqual({ taken: false, owner: self });
  });

  it('of a process that has died is free', () => {
    takeLock(path, dead);
    expect(takeLock(path, self)).toEqual({ taken: true });
  });

  it('lets one piece of work through at a time and is gone after the last', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    const waits: string[] = [];
    await Promise.all([1, 2, 3].map(() => withLock(path, work, (owner: string) => waits.push(owner))));

    expect(most).toBe(1);
    expect(waits).toEqual([self, self]);
    expect(existsSync(path)).toBe(false);
  });

  it('is gone after work that failed', async () => {
    const failing = withLock(
      path,
      () => Promise.reject(new Error('no')),
      () => undefined,
    );
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });
});
