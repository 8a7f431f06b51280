import { newId } from '@app/platform';
import { until } from '@app/testing';
import { type Answer, Notifications } from './notifications.js';

const KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
const browsers = (...names: number[]) => ({
  pushSubscriptions: names.map((name) => ({ endpoint: `https://push.example.org/${name}`, keys: KEYS })),
});

/** What two customers do in turn: they have none in common, one, or both of which the order differs. */
const MOVES = [
  [browsers(1), browsers(2)],
  [browsers(2), browsers(1)],
  [browsers(1, 2), browsers(2, 3)],
  [browsers(3, 2, 1), browsers(2, 1)],
  [undefined, browsers(1, 3)],
  [browsers(2, 3), browsers(3, 1, 2)],
];
const ROUNDS = 25;

describe('customers who swap browsers at the same time', () => {
  let service: Notifications;

  beforeEach(async () => {
    service = await Notifications.open();
  });
  afterEach(() => service.close());

  /** How often PostgreSQL had to end a transaction because of others that waited for it. */
  const deadlocks = async (): Promise<number> => {
    const { database } = service;
    // Each connection adds its count when it ends, at the latest.
    await until('nobody else is connected', async () => {
      const others = await database.query(
        'SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      return others.length === 0;
    });
    const [row] = await database.query<{ deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    return row?.deadlocks ?? 0;
  };

  it('never wait for each other in a circle', async () => {
    const instance = await service.start();
    const customers = [`/contacts/${newId()}`, `/contacts/${newId()}`];
    const answers: Answer[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const moves = MOVES.flatMap((bodies) =>
        customers.map((customer, at) =>
          bodies[at] ? instance.request('PUT', customer, bodies[at]) : instance.request('DELETE', customer),
        ),
      );
      answers.push(...(await Promise.all(moves)));
    }
    await instance.stop();

    expect(answers.filter(({ status }) => ![200, 204, 404].includes(status))).toEqual([]);
    expect(await deadlocks()).toBe(0);
  });
});
