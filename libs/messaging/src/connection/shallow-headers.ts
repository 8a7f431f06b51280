import type { AmqpConnectionManager } from 'amqp-connection-manager';
import type { ChannelModel } from 'amqplib';

// Of a content header frame, as AMQP 0-9-1 has it (sections 2.3.5 and 4.2.6.1).
const HEADER_FRAME = 2;
const FRAME_START_BYTES = 7;
const FLAGS_AT = FRAME_START_BYTES + 12;
const PROPERTIES_AT = FLAGS_AT + 2;
const CONTENT_TYPE = 0x8000;
const CONTENT_ENCODING = 0x4000;
const HEADERS = 0x2000;

const TABLE = 0x46; // F
const ARRAY = 0x41; // A
const BYTES = 0x78; // x
const TEXT = 0x53; // S
/** How many bytes a value of each type takes after its tag. */
const SIZES = new Map(
  Object.entries({ t: 1, b: 1, B: 1, s: 2, u: 2, I: 4, i: 4, l: 8, f: 4, d: 8, D: 5, T: 8, V: 0 }).map(
    ([tag, size]) => [tag.charCodeAt(0), size],
  ),
);

/** Far more than anybody means, and far less than the stack is high. */
const DEEPEST = 100;
const LEAST_BYTES_A_LEVEL = 5;

/** What the client keeps of what it has read: `rest` is not taken apart yet. */
interface Reader {
  readonly rest: Buffer;
  recvFrame(): unknown;
}

/**
 * Makes a connection bear headers however deeply they are nested. The client takes them apart by recursion, so some
 * thousands of tables in each other, which fit into one frame, would end the connection, and every one after it, for the
 * broker delivers the message again. Here what lies deeper than a hundred levels is read as the bytes that it is.
 * Whatever a consumer announces, the broker sends headers in one frame as large as its publisher's.
 */
export function bearDeepHeaders({ connection }: ChannelModel): void {
  const reader = connection as unknown as Reader;
  const recvFrame = reader.recvFrame.bind(reader);
  // The client calls itself, by this name, whenever more has arrived.
  reader.recvFrame = () => {
    flattenHeaders(reader.rest);
    return recvFrame();
  };
}

/** The same for every connection that comes of these. */
export function bearDeepHeadersOn(connections: AmqpConnectionManager): void {
  connections.on('connect', () => {
    if (connections.connection) bearDeepHeaders(connections.connection);
  });
}

/** Changes, in place, what lies too deep in the headers of the frame that begins the bytes, if it is all there. */
export function flattenHeaders(bytes: Buffer): void {
  if (bytes[0] !== HEADER_FRAME || bytes.length < FRAME_START_BYTES) return;
  const size = bytes.readUInt32BE(3);
  // Of ours hardly any is that large.
  if (size < DEEPEST * LEAST_BYTES_A_LEVEL || bytes.length <= FRAME_START_BYTES + size) return;
  const frame = bytes.subarray(0, FRAME_START_BYTES + size);
  const flags = frame.readUInt16BE(FLAGS_AT);
  if (!(flags & HEADERS)) return;
  let at = PROPERTIES_AT;
  for (const flag of [CONTENT_TYPE, CONTENT_ENCODING]) if (flags & flag) at = afterName(frame, at);
  flattenTable(frame, at);
}

/** Each level of tables and arrays that is open, by where it ends and whether its values have names. */
interface Level {
  readonly end: number;
  readonly named: boolean;
}

/** The table whose length is at `at`. One that breaks off, which no broker lets through, is left as it is. */
function flattenTable(frame: Buffer, at: number): void {
  const levels: Level[] = [];
  let next = open(levels, frame, at, true);
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    if (next >= level.end) {
      levels.pop();
      continue;
    }
    const tagAt = level.named ? afterName(frame, next) : next;
    const tag = frame[tagAt] ?? 0;
    if (!isNested(tag)) {
      next = afterValue(frame, tagAt);
    } else if (levels.length < DEEPEST) {
      next = open(levels, frame, tagAt + 1, tag === TABLE);
    } else {
      // A length and bytes, just as before.
      frame[tagAt] = BYTES;
      next = afterValue(frame, tagAt);
    }
  }
}

const isNested = (tag: number): boolean => tag === TABLE || tag === ARRAY;

/** Goes down to the table or array whose length is at `at`; gives where its first value is. */
function open(levels: Level[], frame: Buffer, at: number, named: boolean): number {
  const begin = at + 4;
  levels.push({ end: Math.min(begin + lengthAt(frame, at), frame.length), named });
  return begin;
}

/** Where the value ends whose tag is at `at`; of one that nobody knows, nowhere. */
function afterValue(frame: Buffer, at: number): number {
  const tag = frame[at] ?? 0;
  if (tag === TEXT || tag === BYTES) return at + 5 + lengthAt(frame, at + 1);
  return at + 1 + (SIZES.get(tag) ?? frame.length);
}

const lengthAt = (frame: Buffer, at: number): number =>
  at + 4 <= frame.length ? frame.readUInt32BE(at) : frame.length;

const afterName = (frame: Buffer, at: number): number => at + 1 + (frame[at] ?? frame.length);
