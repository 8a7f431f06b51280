import fc from 'fast-check';
import { z } from 'zod';
import { ContractViolation } from './contract-violation.js';
import { type Contract, defineEvent, formerly } from './define-event.js';
import { parseEvent, stamp } from './envelope.js';

const Happened = defineEvent({
  type: 'thing.happened',
  version: 1,
  stream: { name: 'thing', publisher: 'order', subject: 'thing id' },
  description: 'For specs.',
  data: z.object({ count: z.int() }),
});
const contracts = new Map<string, Contract>([[Happened.type, Happened]]);
const id = '0198c0de-0000-7000-8000-000000000001';
const event = stamp(Happened.of({ id: 'thing-1', version: 3 }, { count: 2 }), {
  id,
  time: new Date(0),
  cause: { tenant: 'default', correlationid: 'c' },
});
const read = (document: unknown) => parseEvent(Buffer.from(JSON.stringify(document)), contracts);

const codeOf = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ContractViolation) return error.code;
    throw error;
  }
  return 'fine';
};

describe('an event on the wire', () => {
  it('is read as it was written', () => {
    expect(read(event)).toEqual(event);
    expect(event).toMatchObject({
      specversion: '1.0',
      source: '/order-service',
      type: 'thing.happened',
      subject: 'thing-1',
      sequence: 3,
      time: '1970-01-01T00:00:00.000Z',
      dataschema: 'urn:waybill:thing.happened:1',
    });
  });

  it('may have fields that we do not know yet', () => {
    expect(read({ ...event, novelty: 1, data: { count: 2, colour: 'red' } })).toEqual(event);
  });

  it.each([
    ['unknown-type', { ...event, type: 'thing.unheard' }],
    ['unknown-version', { ...event, dataschema: 'urn:waybill:thing.happened:2' }],
    ['bad-data', { ...event, data: { count: 'two' } }],
    ['bad-data', { ...event, data: undefined }],
    ['bad-envelope', { ...event, sequence: 0 }],
    ['bad-envelope', { ...event, subject: 'nul\u0000' }],
    ['bad-envelope', { ...event, subject: 'half \ud800' }],
    ['bad-envelope', { ...event, specversion: '0.3' }],
    ['bad-envelope', null],
  ])('is refused as %s', (code, document) => {
    expect(codeOf(() => read(document))).toBe(code);
  });

  it('is refused with a code, never with a crash, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(['bad-json', 'bad-envelope']).toContain(codeOf(() => parseEvent(bytes, contracts)));
      }),
    );
    expect(codeOf(() => parseEvent(Buffer.from('['.repeat(200_000)), contracts))).toBe('bad-json');
  });

  it('cannot be made with data that breaks its contract', () => {
    expect(codeOf(() => Happened.of({ id: 'x', version: 1 }, { count: 0.5 }))).toBe('bad-data');
  });
});

describe('an event of a stream that has one for each subject', () => {
  const Asked = defineEvent({
    type: 'thing.asked',
    version: 1,
    stream: { name: 'wish', publisher: 'anyone', subject: 'wish id', onceFor: 'wishId' },
    description: 'For specs.',
    data: z.object({ wishId: z.uuid().toLowerCase() }),
  });
  const asked = stamp(Asked.of({ id, version: 1 }, { wishId: id }), {
    id,
    time: new Date(0),
    cause: { tenant: 'default', correlationid: 'c' },
  });
  const readAsked = (change: object) =>
    parseEvent(Buffer.from(JSON.stringify({ ...asked, ...change })), new Map([[Asked.type, Asked]]));

  it('is read from whatever source', () => {
    expect(readAsked({ source: 'https://shop.example/crm' })).toMatchObject({ subject: id, sequence: 1 });
  });

  it.each([
    ['another place in the stream', { sequence: 2 }],
    ['another subject than its data has', { subject: 'a-wish' }],
  ])('is refused with %s', (_what, change) => {
    expect(codeOf(() => readAsked(change))).toBe('bad-envelope');
  });
});

describe('an event of a former version', () => {
  const Counted = defineEvent({
    type: 'thing.happened',
    version: 3,
    stream: Happened.stream,
    description: 'For specs.',
    data: z.object({ counts: z.array(z.int()).min(1) }),
    former: [
      formerly(2, z.object({ counts: z.array(z.int()) }), (before) => before),
      formerly(1, z.object({ count: z.int() }), ({ count }) => ({ counts: [count] })),
    ],
  });
  const known = new Map<string, Contract>([[Counted.type, Counted]]);
  const readNow = (change: object) => parseEvent(Buffer.from(JSON.stringify({ ...event, ...change })), known);

  it('is read as one of today', () => {
    expect(readNow({})).toEqual({ ...event, dataschema: Counted.dataschema, data: { counts: [2] } });
  });

  it.each([
    ['bad-data', 'data that do not fit it', { data: { count: 'two' } }],
    [
      'bad-data',
      'data that cannot be of today',
      { dataschema: 'urn:waybill:thing.happened:2', data: { counts: [] } },
    ],
    ['unknown-version', 'a version that nobody knows', { dataschema: 'urn:waybill:thing.happened:4' }],
  ])('is refused as %s with %s', (code, _what, change) => {
    expect(codeOf(() => readNow(change))).toBe(code);
  });
});
