import { EVENT_BATCH_CONTENT_TYPE, EVENT_CONTENT_TYPE, eventsIn } from '@app/contracts';
import fc from 'fast-check';
import type { Held } from './confirmed.js';
import { heldIn, parcelsOf } from './parcels.js';

let made = 0;
const row = (routingKey: string, { exchange = 'events', length = 10 } = {}): Held => {
  made += 1;
  const body = JSON.stringify({ made, filler: 'x'.repeat(length) });
  const described = { type: routingKey, correlationId: 'c', traceparent: null, body };
  return { tenant: 'default', row: { id: `row-${made}`, exchange, routingKey, ...described } };
};
const keysOf = (batch: readonly Held[], eventsPerMessage = 25) =>
  parcelsOf(batch, eventsPerMessage).map(({ held, message }) => `${message.routingKey} ${held.length}`);

describe('parcels', () => {
  it('hold the events of one type that are published together', () => {
    const batch = ['made', 'used', 'made', 'made', 'used'].map((key) => row(key));
    expect(keysOf(batch)).toEqual(['made 3', 'used 2']);
  });

  it('are batches of CloudEvents', () => {
    const batch = [row('made'), row('made')];
    const [parcel] = parcelsOf(batch, 25);
    expect(parcel?.message.options).toMatchObject({ contentType: EVENT_BATCH_CONTENT_TYPE, type: 'made' });
    expect(eventsIn(parcel?.message.body ?? Buffer.alloc(0))).toEqual(batch.map((held) => held.row.body));
  });

  it('are the event itself when there is one', () => {
    const one = row('made');
    const [parcel] = parcelsOf([one], 25);
    expect(parcel?.message.options).toMatchObject({ contentType: EVENT_CONTENT_TYPE, messageId: one.row.id });
    expect(parcel?.message.body.toString()).toBe(one.row.body);
  });

  it('leave alone what goes back to one queue', () => {
    const back = { exchange: '' };
    expect(keysOf([row('queue', back), row('queue', back)])).toEqual(['queue 1', 'queue 1']);
  });

  it('are no larger than they may be, but for an event that is', () => {
    const batch = [row('made'), row('made', { length: 80_000 }), row('made'), row('made')];
    expect(keysOf(batch)).toEqual(['made 1', 'made 1', 'made 2']);
    expect(keysOf([row('made'), row('made'), row('made')], 2)).toEqual(['made 2', 'made 1']);
    expect(keysOf([row('made'), row('made')], 1)).toEqual(['made 1', 'made 1']);
  });

  it('hold every event once, and those of one type in their order', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom('made', 'used', 'seen'), fc.nat(70_000)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 8 }), (drafts, eventsPerMessage) => {
        const batch = drafts.map(([key, length]) => row(key, { length }));
        const held = heldIn(parcelsOf(batch, eventsPerMessage));
        const typed = (all: readonly Held[], type: string) => all.filter((one) => one.row.type === type);
        expect(held).toHaveLength(batch.length);
        for (const type of ['made', 'used', 'seen']) expect(typed(held, type)).toEqual(typed(batch, type));
      }),
    );
  });
});
