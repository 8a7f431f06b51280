import pg from 'pg';

/** One query of the driver, or several that travel together. */
interface Sent {
  readonly text: string;
  readonly queries?: readonly { readonly text: string }[];
}

/**
 * How often each transaction that `work` leads to, and that has a statement such as `statement`, sends something to
 * PostgreSQL and waits for the answer: from its `BEGIN` to its `COMMIT`.
 */
export async function roundTripsOf(statement: RegExp, work: () => Promise<unknown>): Promise<number[]> {
  const open = new Map<unknown, string[][]>();
  const begun: string[][][] = [];
  const note = (client: pg.Client, trip: string[]): void => {
    if (trip.includes('BEGIN')) open.set(client, begun[begun.push([]) - 1] ?? []);
    open.get(client)?.push(trip);
    if (trip.includes('COMMIT')) open.delete(client);
  };
  const query = Reflect.get(pg.Client.prototype, 'query') as () => unknown;
  const spy = jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...call: unknown[]
  ) {
    const [sent] = call as [string | Sent];
    note(this, typeof sent === 'string' ? [sent] : (sent.queries ?? [sent]).map(({ text }) => text));
    return Reflect.apply(query, this, call) as never;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return begun
    .filter((trips) => trips.flat().some((text) => statement.test(text)))
    .map((trips) => trips.length);
}
