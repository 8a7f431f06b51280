import type { DomainEvent } from '@app/contracts';
import { until } from '@app/testing';
import { v7 } from 'uuid';
import { Desk, thing } from './desk.js';
import { type Instance, useSystem } from './fixture.js';

// A thousand letters one after another take their time on a slow machine.
jest.setTimeout(900_000);

class Broken extends Error {
  readonly code = 'broken-thing';
}

describe('dead letters', () => {
  const system = useSystem();
  let instance: Instance;
  let desk: Desk;
  let queue: string;
  let deadLetters: string;

  beforeEach(async () => {
    instance = await system.start();
    desk = new Desk(instance);
    const [inbound] = instance.topology.inbound;
    if (!inbound) throw new Error('no subscription');
    ({ queue, deadLetters } = inbound);
    while (await system.probe.take(deadLetters)) continue;
  });

  const deliver = (event: DomainEvent, to = queue, headers = {}) =>
    system.probe.publish('', to, JSON.stringify(event), { messageId: event.id, type: event.type, headers });
  const breakFor = (...subjects: string[]): void => {
    system.interferences.before = (batch) => {
      if (batch.some(({ subject }) => subjects.includes(subject))) throw new Broken('out of order');
    };
  };
  const cure = (): void => {
    system.interferences.before = () => undefined;
  };
  const sequencesOf = async (subject: string): Promise<number[]> =>
    (await system.effects(subject)).map(({ sequence }) => sequence);
  const incidents = (subject: string) =>
    system.database.query<{ sequence: number; kind: string; detail: Record<string, unknown> }>(
      'SELECT sequence, kind, detail FROM stream_incidents WHERE subject = $1 ORDER BY sequence, kind',
      [subject],
    );

  const parked = async (subject: string) =>
    (await incidents(subject)).filter(({ kind }) => kind === 'parked').length;

  it('are grouped by how they failed, and can be looked at as often as one likes', async () => {
    const subjects = [v7(), v7(), v7()];
    breakFor(...subjects);
    for (const subject of subjects) await deliver(thing(subject, 1));
    await system.probe.publish('', queue, '{"almost');
    await desk.holds(4);

    for (let look = 0; look < 3; look++) {
      const { count, complete, groups } = await desk.list();
      expect({ count, complete }).toEqual({ count: 4, complete: true });
      expect(groups).toHaveLength(2);
      expect(groups).toContainEqual({
        queue,
        fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
        code: 'broken-thing',
        reason: 'out of order',
        count: 3,
        replayed: 0,
        types: ['thing.made'],
        firstFailedAt: expect.any(String),
        lastFailedAt: expect.any(String),
        sampleId: expect.any(String),
      });
    }
    expect(await desk.list({ type: 'thing.made' })).toMatchObject({ count: 3 });
    expect(await desk.list({ subject: subjects[0] ?? '' })).toMatchObject({ count: 1 });
    expect(await desk.list({ type: 'thing.used' })).toMatchObject({ count: 0, groups: [] });
    expect(await system.probe.depth(deadLetters)).toBe(4);
  });

  it('show their headers and body, whatever that is', async () => {
    const event = thing(v7(), 1);
    breakFor(event.subject);
    await deliver(event);
    await system.probe.publish('', queue, Buffer.from([0, 255, 1]), { messageId: 'no text' });
    const huge = Buffer.alloc(16_000_000, '[');
    await system.probe.publish('', queue, huge, { messageId: 'huge' });
    await desk.holds(3);

    const { status, body } = await desk.ask('GET', `/dead-letters/${event.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: event.id,
      eventId: event.id,
      subject: event.subject,
      sequence: 1,
      attempts: 3,
      replays: 0,
      headers: { 'x-origin-queue': queue },
      body: { data: { note: '1' } },
    });
    expect((await desk.ask('GET', '/dead-letters/no%20text')).body).toMatchObject({
      code: 'bad-json',
      bytes: 3,
      base64: 'AP8B',
    });
    const { text, ...rest } = (await desk.ask('GET', '/dead-letters/huge')).body;
    expect(rest).toMatchObject({ code: 'too-large', bytes: huge.length });
    expect(text).toHaveLength(16_384);
    expect(await desk.ask('GET', `/dead-letters/${v7()}`)).toMatchObject({
      status: 404,
      body: { code: 'dead-letter-not-found' },
    });
  });

  it('are handled when they are replayed after the cure, and those parked behind follow in order', async () => {
    const subject = v7();
    breakFor(subject);
    const first = thing(subject, 1);
    await deliver(first);
    await desk.holds(1);
    await deliver(thing(subject, 3));
    await deliver(thing(subject, 2));
    await until('two are parked', async () => (await parked(subject)) === 2);
    cure();

    const action = await desk.done('replay', { messageIds: [first.id] });
    expect(action).toMatchObject({
      action: 'replay',
      who: 'ada',
      why: 'for the spec',
      selection: { messageIds: [first.id] },
      outcome: { ended: 'done', selected: 1, batches: 1, replayed: 1, handled: 1, returned: 0 },
    });
    await until('all are handled', async () => (await sequencesOf(subject)).length === 3);
    expect(await sequencesOf(subject)).toEqual([1, 2, 3]);
    expect(await incidents(subject)).toContainEqual({
      sequence: 1,
      kind: 'replayed',
      detail: { action: action.id, who: 'ada', why: 'for the spec', code: 'broken-thing' },
    });
    expect(await desk.ask('GET', '/operator-actions?limit=1')).toMatchObject({ body: [{ id: action.id }] });

    // What was replayed is no dead letter any more; and should a crash leave it one, the inbox drops it.
    const again = { selection: { messageIds: [first.id] }, why: 'again' };
    expect(await desk.ask('POST', '/dead-letters/replay', again)).toMatchObject({ status: 404 });
    await deliver(first, deadLetters);
    expect((await desk.done('replay', { messageIds: [first.id] })).outcome).toMatchObject({ handled: 1 });
    await until('the queue is empty', async () => (await system.probe.depth(queue)) === 0);
    expect(await sequencesOf(subject)).toEqual([1, 2, 3]);
  });

  it('go back a thousand at a time in growing batches, of each subject in order however they lie', async () => {
    const subjects = Array.from({ length: 100 }, () => v7());
    const events = subjects.flatMap((subject) =>
      Array.from({ length: 10 }, (_, at) => thing(subject, at + 1)),
    );
    // As badly as can be: of every subject the last one first.
    for (const event of events.toReversed()) await deliver(event, deadLetters, { 'x-error-code': 'broken' });
    await desk.holds(1000);

    const selection = { fingerprint: 'broken' };
    const plan = await desk.ask('POST', '/dead-letters/replay', {
      selection,
      why: 'a look',
      dryRun: true,
      batch: { most: 300 },
    });
    expect(plan).toMatchObject({
      status: 200,
      body: { selected: 1000, complete: true, queues: [{ queue, count: 1000 }] },
    });
    expect(plan.body.batches).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 189]);
    expect(await desk.list()).toMatchObject({ count: 1000 });

    const { outcome } = await desk.done('replay', selection, { batch: { most: 300 } });
    expect(outcome).toMatchObject({ ended: 'done', replayed: 1000, handled: 1000, parked: 0, returned: 0 });
    const rows = await system.database.query<{ subject: string; sequences: number[] }>(
      'SELECT subject, array_agg(sequence ORDER BY at) AS sequences FROM effects WHERE subject = ANY($1) GROUP BY subject',
      [subjects],
    );
    expect(rows).toHaveLength(100);
    for (const { sequences } of rows) expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await system.probe.depth(deadLetters)).toBe(0);
  });

  it('stop going back after the first batch when what made them fail is still there', async () => {
    const subjects = Array.from({ length: 20 }, () => v7());
    breakFor(...subjects);
    for (const subject of subjects) await deliver(thing(subject, 1));
    await desk.holds(20);
    const { groups } = await desk.list();

    const { outcome } = await desk.done('replay', { queue });
    expect(outcome).toMatchObject({
      ended: 'returned',
      selected: 20,
      batches: 1,
      replayed: 1,
      returned: 1,
      codes: ['broken-thing'],
    });
    const after = await desk.list();
    expect(after).toMatchObject({ count: 20, groups: [{ replayed: 1 }] });
    expect(after.groups[0].firstFailedAt).toBe(groups[0].firstFailedAt);
  });

  it('have their effect once when two operators replay them at the same time from two instances', async () => {
    const other = new Desk(await system.start());
    const subjects = Array.from({ length: 30 }, () => v7());
    for (const subject of subjects) await deliver(thing(subject, 1), deadLetters);
    await desk.holds(30);

    const looks = await Promise.all([desk.list(), other.list(), desk.list()]);
    expect(looks.map(({ count }) => count as number)).toEqual([30, 30, 30]);
    // Whoever comes when the other is done already finds none.
    const outcomes = await Promise.all(
      [desk, other].map(async (one) => (await one.doneUnlessGone('replay', { all: true }))?.outcome),
    );
    const ended = outcomes.filter((outcome) => outcome !== undefined);
    for (const outcome of ended) expect(['done', 'gone']).toContain(outcome.ended);
    expect(ended.reduce((sum, { replayed = 0 }) => sum + Number(replayed), 0)).toBe(30);
    for (const subject of subjects) expect(await sequencesOf(subject)).toEqual([1]);
    expect(await system.probe.depth(deadLetters)).toBe(0);
  });

  it('can be discarded, and their stream can be forced past them, both on record', async () => {
    const subject = v7();
    breakFor(subject);
    const first = thing(subject, 1);
    await deliver(first);
    await desk.holds(1);
    cure();
    await deliver(thing(subject, 2));
    await deliver(thing(subject, 3));
    await until('they are parked', async () => (await parked(subject)) === 2);
    // However long all this takes here.
    await system.database.query(`UPDATE parked_events SET parked_at = now() + interval '1 hour'`);

    expect(await desk.force(subject, { evenIf: ['recent'] })).toMatchObject({
      status: 409,
      body: { code: 'gap-may-close', from: 1, to: 1, reasons: ['dead-letter'] },
    });
    const discarded = await desk.done('discard', { subject });
    expect(discarded).toMatchObject({ action: 'discard', outcome: { ended: 'done', discarded: 1 } });
    expect(await sequencesOf(subject)).toEqual([]);
    expect(await desk.force(subject, {})).toMatchObject({ status: 409, body: { reasons: ['recent'] } });
    const dry = await desk.force(subject, { evenIf: ['recent'], dryRun: true });
    expect(dry).toMatchObject({ status: 200, body: { from: 1, to: 1 } });

    const forced = await desk.force(subject, { evenIf: ['recent'] });
    expect(forced).toMatchObject({
      status: 200,
      body: { from: 1, to: 1, action: { action: 'force', queue, outcome: { ended: 'done', skipped: 1 } } },
    });
    await until('the stream goes on', async () => (await sequencesOf(subject)).length === 2);
    expect(await sequencesOf(subject)).toEqual([2, 3]);
    const byOperators = (await incidents(subject)).filter(({ kind }) =>
      ['discarded', 'forced'].includes(kind),
    );
    expect(byOperators).toEqual([
      { sequence: 1, kind: 'discarded', detail: expect.objectContaining({ action: discarded.id }) },
      { sequence: 1, kind: 'forced', detail: expect.objectContaining({ action: forced.body.action.id }) },
    ]);
    expect(await desk.force(subject, {})).toMatchObject({ status: 409, body: { code: 'no-gap' } });
  });
});
