import { deflateRawSync } from 'node:zlib';
import { zipEntry } from './zip-entry.mjs';

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly method: 0 | 8;
}

/** An archive as `zip` writes it, with extras before the contents and in the directory. */
function zipOf(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text, method } of entries) {
    const content = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50, 0);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(2, 30);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name), Buffer.alloc(2));
    const part = Buffer.concat([local, Buffer.from(name), Buffer.alloc(4), content]);
    parts.push(part);
    at += part.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

describe('an archive', () => {
  const zip = zipOf([
    { name: 'helm/', text: '', method: 0 },
    { name: 'helm/helm', text: 'the program'.repeat(100), method: 8 },
    { name: 'read me', text: 'as it is', method: 0 },
  ]);

  it('gives what it has under a name, packed or not', () => {
    expect(zipEntry(zip, 'helm/helm').toString()).toBe('the program'.repeat(100));
    expect(zipEntry(zip, 'read me').toString()).toBe('as it is');
  });

  it('says so when it has nothing under a name, and when it is none', () => {
    expect(() => zipEntry(zip, 'kubectl')).toThrow('there is no kubectl in the archive');
    expect(() => zipEntry(Buffer.from('something else'), 'helm/helm')).toThrow('this is no ZIP archive');
  });
});
