import type { Collected } from './collector.mjs';
import { waterfall } from './waterfall.mjs';

const span = (spanId: string, parentSpanId: string, more: Partial<Collected> = {}): Collected => ({
  service: 'order-service',
  traceId: 't',
  spanId,
  parentSpanId,
  name: `span ${spanId}`,
  attributes: {},
  links: [],
  isFailed: false,
  from: 0,
  to: 1,
  ...more,
});

const labelsOf = (picture: string): string[] =>
  [...picture.matchAll(/>(span [^<]*)<\/text>/g)].map(([, label = '']) => label);

describe('the picture of a trace', () => {
  it('has each span below the one that it follows from, as they began', () => {
    const spans = [
      span('c', 'a', { from: 2, to: 3 }),
      span('d', 'b', { from: 4, to: 5 }),
      span('b', 'a', { from: 1, to: 2 }),
      span('a', 'the client'),
    ];
    expect(labelsOf(waterfall(spans))).toEqual(['span a', 'span b', 'span d', 'span c']);
  });

  it('is well-formed whatever a span is called, and shows what has failed', () => {
    const picture = waterfall([span('a', 'x', { name: 'span <&>', isFailed: true })]);
    expect(labelsOf(picture)).toEqual(['span &lt;&amp;>']);
    expect(picture).toContain('#b3261e');
  });
});
