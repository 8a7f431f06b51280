import fc from 'fast-check';
import { batchOf, EVENTS_PER_MESSAGE_LIMIT, eventsIn } from './event-batch.js';

const read = (text: string) => eventsIn(Buffer.from(text));

describe('a batch of events', () => {
  it('gives back whatever JSON was put into it, character by character', () => {
    const element = fc.oneof(fc.json(), fc.json({ stringUnit: 'binary' }));
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 20 }), (events) => {
        const sound = events.map((event) => Buffer.from(event).toString());
        expect(read(batchOf(sound))).toEqual(sound);
      }),
    );
  });

  it('may be written with spaces and lines', () => {
    expect(read(' [\n {"a": [1, 2]} ,\t{"b": "]"}\n]\r\n')).toEqual(['{"a": [1, 2]}', '{"b": "]"}']);
  });

  it('does not mind quotes and brackets within strings', () => {
    const events = [String.raw`{"a":"\"],[\\"}`, String.raw`{"b":"\\\\"}`, '{"c":"}{"}'];
    expect(read(batchOf(events))).toEqual(events);
  });

  it('keeps an element that cannot be read apart from the others', () => {
    expect(read('[{"a":1},nonsense,{"b":2}]')).toEqual(['{"a":1}', 'nonsense', '{"b":2}']);
  });

  it.each([
    ['nothing', ''],
    ['an object', '{"a":1}'],
    ['no array to its end', '[{"a":1}'],
    ['an empty array', '[]'],
    ['an array with a hole', '[{"a":1},,{"b":2}]'],
    ['a bracket too many', '[1]]'],
    ['two arrays', '[1],[2]'],
    ['a string without an end', '[{"a":"]'],
    ['a string that escapes its end', String.raw`["\"]`],
  ])('is not %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('is no longer than it may be, nor anything but UTF-8', () => {
    const ones = (count: number): string => batchOf(Array.from({ length: count }, () => '1'));
    expect(read(ones(EVENTS_PER_MESSAGE_LIMIT))).toHaveLength(EVENTS_PER_MESSAGE_LIMIT);
    expect(read(ones(EVENTS_PER_MESSAGE_LIMIT + 1))).toBeUndefined();
    expect(eventsIn(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]))).toBeUndefined();
  });

  it('is told apart in a time that grows with its length alone', () => {
    expect(read(`[${'['.repeat(100_000)}${']'.repeat(100_000)}]`)).toHaveLength(1);
    expect(read(`["${'\\'.repeat(200_000)}"]`)).toHaveLength(1);
    expect(read(`["${String.raw`\"`.repeat(100_000)}"]`)).toHaveLength(1);
  });
});
