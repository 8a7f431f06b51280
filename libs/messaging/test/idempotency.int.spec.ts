import { v7 } from 'uuid';
import { Retention } from '../src/database/retention.js';
import { IdempotentRequests, type Tx } from '../src/index.js';
import { cause, useSystem } from './fixture.js';

describe('idempotent requests', () => {
  const system = useSystem();
  const request = (key: string, fingerprint = 'f') => ({ key, scope: 'POST /things', fingerprint });
  const insert = (key: string) => async (tx: Tx) => {
    const [row] = await tx.query<{ at: string }>(
      `INSERT INTO effects (event_id, subject, type, sequence, note, batch) VALUES ($1, $2, 't', 1, 'n', 1) RETURNING at`,
      [v7(), key],
    );
    return { at: row?.at };
  };

  it('have their effect once, whoever else sends the same at the same time', async () => {
    const { app } = await system.start({ consume: false });
    const requests = app.get(IdempotentRequests);
    const key = v7();

    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, () => requests.run(cause(), request(key), insert(key))),
    );

    expect(await system.effects(key)).toHaveLength(1);
    const values = answers.flatMap((answer) =>
      answer.status === 'fulfilled' ? [answer.value.value.at] : [],
    );
    expect(new Set(values).size).toBe(1);
    for (const answer of answers) {
      if (answer.status === 'rejected')
        expect(answer.reason).toMatchObject({ code: 'idempotency-in-progress' });
    }
    expect(await requests.run(cause(), request(key), insert(key))).toEqual({
      value: { at: values[0] },
      replayed: true,
    });
  });

  it('are refused when the key comes with another body', async () => {
    const { app } = await system.start({ consume: false });
    const requests = app.get(IdempotentRequests);
    const key = v7();
    await requests.run(cause(), request(key), insert(key));

    await expect(requests.run(cause(), request(key, 'other'), insert(key))).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  it('keep their answer for a day, not for ever', async () => {
    const { app } = await system.start({ consume: false });
    const requests = app.get(IdempotentRequests);
    const [fresh, old] = [v7(), v7()];
    for (const key of [fresh, old]) await requests.run(cause(), request(key), insert(key));
    await system.database.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1`,
      [old],
    );

    await app.get(Retention).sweep();

    const keys = await system.database.query<{ key: string }>(
      'SELECT key FROM idempotency_keys WHERE key = ANY($1)',
      [[fresh, old]],
    );
    expect(keys).toEqual([{ key: fresh }]);
  });

  it('may be tried again after a failure that stored nothing', async () => {
    const { app } = await system.start({ consume: false });
    const requests = app.get(IdempotentRequests);
    const key = v7();
    await expect(requests.run(cause(), request(key), () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );

    expect(await requests.run(cause(), request(key), insert(key))).toMatchObject({ replayed: false });
  });
});
