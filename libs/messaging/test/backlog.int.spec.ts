import { createLogger } from '@app/platform';
import { until } from '@app/testing';
import { Writable } from 'node:stream';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { BacklogWatch } from '../src/metrics/backlog-watch.js';
import { useSystem } from './fixture.js';

describe('a gap that does not close', () => {
  const system = useSystem();

  it('is shown by a gauge, and after thirty seconds told in the log with its subject', async () => {
    const lines: string[] = [];
    const destination = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const logger = createLogger({ level: 'warn', service: 'spec', destination });
    const { app } = await system.start({ consume: false, logger });
    const park = (subject: string, age: string) =>
      system.database.query(
        `INSERT INTO parked_events (stream, subject, sequence, event_id, body, parked_at)
         VALUES ('thing', $1, 2, $2, '{}', now() - $3::interval)`,
        [subject, v7(), age],
      );

    await park('young', '1 second');
    await app.get(BacklogWatch).look();
    expect(lines.filter((line) => line.includes('a gap does not close'))).toEqual([]);

    await park('old', '31 seconds');
    await app.get(BacklogWatch).look();

    const { body } = await app.inject('/metrics');
    expect(body).toMatch(/^waybill_parked_events 2$/m);
    expect(Number(/^waybill_oldest_gap_seconds (\S+)$/m.exec(body)?.[1])).toBeGreaterThanOrEqual(31);
    const warning = lines.find((line) => line.includes('a gap does not close')) ?? '{}';
    expect(JSON.parse(warning)).toMatchObject({ stream: 'thing', subject: 'old', parked: 2 });
  });
});

describe('an outbox that does not empty', () => {
  const system = useSystem();

  it('is shown by how long its oldest event has waited', async () => {
    const { app } = await system.start({ consume: false });
    const age = async () => {
      await app.get(BacklogWatch).look();
      const { body } = await app.inject('/metrics');
      return Number(/^waybill_oldest_outbox_event_seconds (\S+)$/m.exec(body)?.[1]);
    };
    const store = (seconds: number) =>
      system.database.query(
        `INSERT INTO outbox_events (id, exchange, routing_key, type, correlation_id, body, created_at, available_at)
         VALUES ($1, '', '', 'thing.made', '', '{}', now() - make_interval(secs => $2), now() + interval '1 hour')`,
        [v7({ msecs: Date.now() - seconds * 1000 }), seconds],
      );

    expect(await age()).toBe(0);
    await store(5);
    await store(90);
    await store(1);
    const oldest = await age();

    expect(oldest).toBeGreaterThanOrEqual(90);
    expect(oldest).toBeLessThan(150);
  });
});

describe('the connections of a process', () => {
  const system = useSystem();

  it('are counted by what they do, and so are those who wait for one', async () => {
    const { app } = await system.start({ consume: false });
    const connections = async () => {
      const { body } = await app.inject('/metrics');
      const lines = body.matchAll(/^waybill_database_connections\{state="(\w+)"\} (\d+)$/gm);
      return Object.fromEntries([...lines].map(([, state, count]) => [state, Number(count)]));
    };
    const db = app.get(DataSource);
    const size = system.database.config.poolSize;
    const late = db.createQueryRunner();
    const first = db.createQueryRunner();
    const others = Array.from({ length: size - 1 }, () => db.createQueryRunner());
    await Promise.all([first, ...others].map((runner) => runner.connect()));
    const served = late.connect();

    await until('somebody waits', async () => ((await connections())['waiting'] ?? 0) > 0);
    expect(await connections()).toMatchObject({ busy: size, idle: 0 });
    await first.release();
    await served;
    await Promise.all([late, ...others].map((runner) => runner.release()));

    await until('somebody is idle', async () => (await connections())['idle'] !== 0);
  });
});
