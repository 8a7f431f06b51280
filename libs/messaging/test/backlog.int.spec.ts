import { createLogger } from '@app/platform';
import { Writable } from 'node:stream';
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
