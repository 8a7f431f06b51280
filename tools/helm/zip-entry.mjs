// @ts-check
import { inflateRawSync } from 'node:zlib';

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const DEFLATED = 8;

/** What a ZIP archive has under a name. @param {Buffer} zip @param {string} name @throws {Error} when it has nothing */
export function zipEntry(zip, name) {
  for (const entry of entriesOf(zip)) if (entry.name === name) return contentOf(zip, entry);
  throw new Error(`there is no ${name} in the archive`);
}

/** Its directory, which is at the end. @param {Buffer} zip */
function* entriesOf(zip) {
  const end = zip.lastIndexOf(numberOf(END));
  if (end < 0) throw new Error('this is no ZIP archive');
  let at = zip.readUInt32LE(end + 16);
  while (at < end && zip.readUInt32LE(at) === ENTRY) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      zip.readUInt16LE(at + offset),
    );
    yield {
      name: zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)),
      method: zip.readUInt16LE(at + 10),
      size: zip.readUInt32LE(at + 20),
      start: zip.readUInt32LE(at + 42),
    };
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
}

/** @param {Buffer} zip @param {{ method: number, size: number, start: number }} entry */
function contentOf(zip, { method, size, start }) {
  // What stands before the content has a name and extras of its own.
  const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
  const content = zip.subarray(from, from + size);
  return method === DEFLATED ? inflateRawSync(content) : content;
}

/** @param {number} signature */
function numberOf(signature) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}
