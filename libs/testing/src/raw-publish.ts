import type { Channel } from 'amqplib';

/** What of the client writes frames; it has no other way to send properties that it would not encode itself. */
interface Wire {
  readonly ch: number;
  readonly connection: { sendBytes(bytes: Buffer): void };
}

const METHOD = 1;
const HEADER = 2;
const BODY = 3;
const FRAME_END = 0xce;
const BASIC = 60;
const PUBLISH = 40;
// Of the property flags, the highest bit first.
const FLAGS = {
  contentType: 15,
  headers: 13,
  deliveryMode: 12,
  correlationId: 10,
  messageId: 7,
  timestamp: 6,
  type: 5,
  appId: 3,
};

/** Properties as bytes, in the order of the specification; a header table comes without its length. */
export type RawProperties = Partial<Record<keyof typeof FLAGS, Buffer>>;

const u8 = (value: number): Buffer => Buffer.from([value]);
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const short = (text: Buffer): Buffer => Buffer.concat([u8(text.length), text]);

/** Publishes a persistent message to a queue, on a channel without confirms. */
export function rawPublish(channel: Channel, queue: string, properties: RawProperties, body: Buffer): void {
  const { ch, connection } = channel as unknown as Wire;
  const frame = (kind: number, payload: Buffer): Buffer =>
    Buffer.concat([u8(kind), u16(ch), u32(payload.length), payload, u8(FRAME_END)]);
  const method = [u16(BASIC), u16(PUBLISH), u16(0), short(Buffer.alloc(0)), short(Buffer.from(queue)), u8(0)];
  const header = [
    u16(BASIC),
    u16(0),
    u32(0),
    u32(body.length),
    encoded({ ...properties, deliveryMode: u8(2) }),
  ];
  connection.sendBytes(
    Buffer.concat([
      frame(METHOD, Buffer.concat(method)),
      frame(HEADER, Buffer.concat(header)),
      frame(BODY, body),
    ]),
  );
}

function encoded(properties: RawProperties): Buffer {
  const names = Object.keys(FLAGS).filter((name): name is keyof typeof FLAGS => name in properties);
  const flags = names.reduce((sum, name) => sum | (1 << FLAGS[name]), 0);
  return Buffer.concat([
    u16(flags),
    ...names.map((name) => field(name, properties[name] ?? Buffer.alloc(0))),
  ]);
}

function field(name: keyof typeof FLAGS, value: Buffer): Buffer {
  if (name === 'headers') return Buffer.concat([u32(value.length), value]);
  return name === 'timestamp' || name === 'deliveryMode' ? value : short(value);
}

/** A table whose one entry is so many arrays in each other. */
export function nestedHeaders(depth: number): Buffer {
  const levels = Array.from({ length: depth }, (_, level) =>
    Buffer.concat([Buffer.from('A'), u32(5 * (depth - level - 1))]),
  );
  return Buffer.concat([short(Buffer.from('deep')), ...levels]);
}
