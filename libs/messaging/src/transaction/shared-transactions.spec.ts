import { systemClock } from '@app/platform';
import { DependencyUnavailable } from '../database/failures.js';
import type { Outcome } from './outcome.js';
import { SharedTransactions } from './shared-transactions.js';
import type { Transactions } from './transactions.js';
import type { Tx } from './tx.js';

const rest = () => jest.advanceTimersByTimeAsync(0);

/** A transaction that goes on when the test says so. */
interface Open {
  readonly tenant: string;
  readonly requests: readonly string[];
  end(error?: Error): Promise<void>;
}

let open: Open[];
let shared: SharedTransactions<string, string>;

const outcomeFor = (request: string): Outcome<string> =>
  request === 'bad' ? { refusal: new Error('bad') } : { value: `${request} done` };

beforeEach(() => {
  jest.useFakeTimers();
  open = [];
  let tenant = '';
  const transactions = {
    run: (cause: { tenant: string }, work: (tx: Tx) => Promise<unknown>) => {
      tenant = cause.tenant;
      return work({} as Tx);
    },
  } as unknown as Transactions;
  shared = new SharedTransactions(
    transactions,
    systemClock,
    (_tx, requests) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error): Promise<unknown> => {
          if (error) reject(error);
          else resolve(requests.map(outcomeFor));
          return rest();
        };
        open.push({ tenant, requests: [...requests], end: async (error) => void (await end(error)) });
      }),
  );
});

afterEach(() => jest.useRealTimers());

const ask = (...requests: string[]) =>
  requests.map((request) =>
    shared.run('shop', request).then(
      (value) => value,
      (error: Error) => error.message,
    ),
  );

describe('requests', () => {
  it('are done at once, each by itself, as long as there are few', async () => {
    for (const request of ['a', 'b', 'c']) {
      const [answer] = ask(request);
      await open.at(-1)?.end();
      expect(await answer).toBe(`${request} done`);
      await jest.advanceTimersByTimeAsync(10);
    }
    expect(open.map(({ requests }) => requests)).toEqual([['a'], ['b'], ['c']]);
  });

  it('that come while two transactions are under way share the next', async () => {
    const answers = ask('a', 'b', 'c', 'd', 'e');
    expect(open.map(({ requests }) => requests)).toEqual([['a'], ['b']]);

    await open[0]?.end();
    expect(open[2]?.requests).toEqual(['c', 'd', 'e']);
    for (const one of open) await one.end();
    expect(await Promise.all(answers)).toEqual(['a done', 'b done', 'c done', 'd done', 'e done']);
  });

  it('wait for others once many transactions have been made, three milliseconds at most', async () => {
    for (let round = 0; round < 6; round++) {
      void ask('early');
      await open.at(-1)?.end();
    }
    void ask('a');
    await jest.advanceTimersByTimeAsync(2);
    void ask('b');
    expect(open).toHaveLength(6);

    await jest.advanceTimersByTimeAsync(1);
    expect(open[6]?.requests).toEqual(['a', 'b']);
  });

  it('wait longer where transactions take long, forty milliseconds at most', async () => {
    for (let round = 0; round < 20; round++) {
      void ask('slow');
      await jest.advanceTimersByTimeAsync(60);
      await open.at(-1)?.end();
    }
    for (let round = 0; round < 6; round++) {
      void ask('early');
      await open.at(-1)?.end();
    }
    void ask('a');
    await jest.advanceTimersByTimeAsync(39);
    expect(open).toHaveLength(26);

    await jest.advanceTimersByTimeAsync(1);
    expect(open[26]?.requests).toEqual(['a']);
  });

  it('are answered each for itself', async () => {
    void ask('x', 'y');
    const answers = ask('a', 'bad', 'c');
    await open[0]?.end();
    await open[2]?.end();

    expect(await Promise.all(answers)).toEqual(['a done', 'bad', 'c done']);
  });

  it('are each done alone when the transaction that they shared was undone', async () => {
    void ask('x', 'y');
    const answers = ask('a', 'b');
    await open[0]?.end();
    await open[2]?.end(new Error('undone'));
    await open[3]?.end();
    await open[4]?.end(new Error('the culprit'));

    expect(open.slice(2).map(({ requests }) => requests)).toEqual([['a', 'b'], ['a'], ['b']]);
    expect(await Promise.all(answers)).toEqual(['a done', 'the culprit']);
  });

  it('are not done again when nobody knows whether they were', async () => {
    void ask('x', 'y');
    const answers = ask('a', 'b');
    await open[0]?.end();
    await open[2]?.end(new DependencyUnavailable('database', {}));

    expect(open).toHaveLength(3);
    expect(await Promise.all(answers)).toEqual(Array(2).fill('the database is unavailable'));
  });

  it('of different tenants share nothing', async () => {
    void ask('x', 'y');
    for (const tenant of ['one', 'two', 'one']) void shared.run(tenant, `of ${tenant}`);
    for (let at = 0; at < 4; at++) await open[at]?.end();

    expect(open.slice(2).map(({ tenant, requests }) => [tenant, requests])).toEqual([
      ['one', ['of one', 'of one']],
      ['two', ['of two']],
    ]);
  });
});
