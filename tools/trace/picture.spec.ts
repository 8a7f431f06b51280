import { COLOURED, paintFor, PLAIN } from './paint.mjs';
import { picture } from './picture.mjs';
import { SAMPLE } from './sample-story.js';

const WIDTHS = Array.from({ length: 29 }, (_, index) => 72 + index);

/** The same as characters alone. */
// oxlint-disable-next-line no-control-regex -- the escape character is what begins a colour
const stripped = (text: string): string => text.replaceAll(/\u001b\[\d+m/g, '');

describe('the picture of an order', () => {
  it('has a lane for each service, arrows for events, and says what waits', () => {
    expect(`\n${picture(SAMPLE, { width: 80, paint: PLAIN })}\n`).toBe(`
Order 0198c0df-0a1b-7c2d-8e3f-405162738495  CANCELLED
placed 2026-01-02 09:30:00.000 UTC, 59.98 EUR, 11m 10s so far

    time  order  inventory notification
    0 ms    ●────────▶───────────▶  order.created 1
            │        │           │    PENDING, by customer …a0b1c2d3e4f5
            │        │           │    notification: came 2 × again, dropped
   85 ms    ◀────────●           │  inventory.reserved 1                  +85 ms
            │        │           │    holds 2 × desk-lamp
            │        │           │    order: took 2 attempts, 23514
  240 ms    │        │           ●  email order-received                 +240 ms
            │        │           │    sent to ada@example.org, 2 attempts
            │        │           │    <0198c0df-0b2c-7d3e-9f40-516273849506@…>
   1.1 s    ●────────┼───────────▶  order.confirmed 2                     +1.0 s
            │        │           │    PENDING → CONFIRMED
            │        │           │    notification: parked for 4.2 s
 10m 45s    ●╌╌╌╌╌╌╌╌✗╌╌╌╌╌╌╌╌╌╌╌▷  ↩ order.cancelled 3
            │        │           │    CONFIRMED → CANCELLED, by anonymous
            │        │           │    REQUESTED: Ordered twice
            │        │           │    inventory: dead letter in
            │        │           │    inventory.order.dlq, for 10.0 s, 4
            │        │           │    attempts, broken-thing
            │        │           │    notification: in its queue or on its way

Open: inventory and notification have not handled order.cancelled 3
`);
  });

  it.each(WIDTHS)('fits into %i columns', (width) => {
    const lines = picture(SAMPLE, { width, paint: PLAIN }).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    expect(lines.filter((line) => line.endsWith(' '))).toEqual([]);
  });

  it('says what is expected next, of whom, since when and until when', () => {
    const next = {
      waitingFor: ['order.paid'],
      from: 'customer',
      since: '2026-01-02T09:40:10.000Z',
      expiresAt: '2026-01-02T10:10:10.000Z',
    } as const;
    const { steps } = SAMPLE;
    const drawn = picture(
      { ...SAMPLE, next, waiting: [], steps: steps.slice(0, 2) },
      { width: 100, paint: PLAIN },
    );
    expect(drawn).toContain(
      'Next: order.paid from customer, awaited for 1m 00s, until 2026-01-02 10:10:10 UTC',
    );
  });

  it('is the same with colours, which are for a terminal that wants them', () => {
    const coloured = picture(SAMPLE, { width: 80, paint: COLOURED });
    expect(coloured).not.toBe(stripped(coloured));
    expect(stripped(coloured)).toBe(picture(SAMPLE, { width: 80, paint: PLAIN }));
    expect(paintFor({ isTTY: true }, {})).toBe(COLOURED);
    expect(paintFor({ isTTY: true }, { NO_COLOR: '1' })).toBe(PLAIN);
    expect(paintFor({}, {})).toBe(PLAIN);
  });
});
