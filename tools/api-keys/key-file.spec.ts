import { createLogger } from '@app/platform';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCOPES } from '../../libs/platform/src/auth/access.js';
import { ApiKeys } from '../../libs/platform/src/auth/api-keys/api-keys.js';
import { Clock } from '../../libs/platform/src/kernel/clock.js';
import { KNOWN_SCOPES, type KeyFile, withNewKey, withoutKey, withRotatedKey } from './key-file.mjs';

class HeldClock extends Clock {
  time = Date.parse('2026-01-01T00:00:00Z');

  now(): Date {
    return new Date(this.time);
  }

  after(): () => void {
    return () => undefined;
  }
}

const HOUR_MS = 3_600_000;
const wanted = { name: 'storefront', scopes: ['orders:read', 'orders:write'], days: 90 };
const clock = new HeldClock();
const occasion = () => ({ who: 'ada', now: clock.now() });

let directory: string;
let path: string;
let lines: string;
let keys: ApiKeys;
const store = (file: KeyFile | string) =>
  writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waybill-keys-'));
  path = join(directory, 'keys.json');
  lines = '';
  const destination = { write: (line: string) => void (lines += line) };
  keys = new ApiKeys(path, clock, createLogger({ level: 'debug', service: 'spec', destination }));
});
afterEach(async () => {
  keys.close();
  await rm(directory, { recursive: true });
});

const roleOf = (key: string) => {
  const found = keys.verify(key);
  return 'role' in found ? `${found.role} ${found.id} ${found.scopes?.join(' ')}` : found.code;
};
const HOLDER = 'service storefront orders:read orders:write';

describe('a key', () => {
  it('says who holds it and what they may do, and is nowhere but with them', async () => {
    const { key, file } = withNewKey({ keys: [] }, wanted, occasion());
    await store(file);
    await keys.open();

    expect(roleOf(key)).toBe(HOLDER);
    expect(JSON.stringify(file)).not.toContain(key.slice(16));
    expect(lines).toContain('api keys loaded');
    expect(lines).not.toContain(file.keys[0]?.hash);
    for (const other of [`${key}x`, key.slice(0, -1), key.toUpperCase(), `${key.slice(0, -2)}AA`, ''])
      expect(roleOf(other)).toBe('invalid-api-key');
  });

  it('is good until it expires', async () => {
    const { key, file } = withNewKey({ keys: [] }, wanted, occasion());
    await store(file);
    await keys.open();
    clock.time += 90 * 24 * HOUR_MS - 1;
    expect(roleOf(key)).toBe(HOLDER);
    clock.time += 1;
    expect(roleOf(key)).toBe('invalid-api-key');
  });

  it('that is rotated goes on beside the new one for as long as was said', async () => {
    const first = withNewKey({ keys: [] }, wanted, occasion());
    const second = withRotatedKey(first.file, first.entry.id, { days: 90, overlapHours: 24 }, occasion());
    await store(second.file);
    await keys.open();

    expect([first.key, second.key].map(roleOf)).toEqual([HOLDER, HOLDER]);
    clock.time += 24 * HOUR_MS;
    expect([first.key, second.key].map(roleOf)).toEqual(['invalid-api-key', HOLDER]);
  });

  it('that is revoked is good for nothing once the file has been looked at again, and stays on record', async () => {
    const { key, entry, file } = withNewKey({ keys: [] }, wanted, occasion());
    await store(file);
    await keys.open();
    const revoked = withoutKey(file, entry.id, occasion());
    await store(revoked);
    await keys.refresh();

    expect(roleOf(key)).toBe('invalid-api-key');
    expect(revoked.keys[0]).toMatchObject({ id: entry.id, revokedBy: 'ada', createdBy: 'ada' });
  });

  it('holds on when the file is damaged while the service runs', async () => {
    const { key, file } = withNewKey({ keys: [] }, wanted, occasion());
    await store(file);
    await keys.open();
    for (const damaged of ['{', '{"keys":[{}]}']) {
      await store(damaged);
      await keys.refresh();
      expect(roleOf(key)).toBe(HOLDER);
    }
    expect(lines.match(/api keys cannot be read/g)).toHaveLength(1);
  });

  it.each(['', '{', '[]', '{"keys":[{"id":"x"}]}'])(
    'is not looked for in a file that is %s',
    async (text) => {
      await store(text);
      await expect(keys.open()).rejects.toThrow(/API_KEYS_FILE/);
    },
  );

  it('cannot be made without a scope, with one that there is not, for ever, or for a name of any form', () => {
    for (const wrong of [{ scopes: [] }, { scopes: ['orders:eat'] }, { days: 10_000 }, { name: 'A b' }])
      expect(() => withNewKey({ keys: [] }, { ...wanted, ...wrong }, occasion())).toThrow(
        /a key needs|no such scope|a key lasts|a name is/,
      );
  });
});

describe('the scopes', () => {
  it('are those that routes ask for, all of them and no others', () => {
    expect(KNOWN_SCOPES).toEqual([...SCOPES].toSorted());
  });
});
