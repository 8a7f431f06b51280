import { useWorld } from './use-world.js';

// The feed waits for the longest transaction in any database of the server, and other specs fill tables beside this one.
jest.setTimeout(900_000);

interface Step {
  readonly id: string;
  readonly type: string;
}

/** Reads a stream of events until one of the type has come; then the connection is closed. */
async function stepsUntil(url: string, last: string, headers: Record<string, string> = {}): Promise<Step[]> {
  const connection = new AbortController();
  const response = await fetch(url, { headers, signal: connection.signal });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
  let text = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const steps = stepsIn(text);
    if (steps.at(-1)?.type !== last) continue;
    connection.abort();
    return steps;
  }
  throw new Error(`${url} ended without ${last}`);
}

/** The events that are there completely. */
const stepsIn = (text: string): Step[] =>
  text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((message) => {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(message)?.[1];
      const [id, type] = [field('id'), field('event')];
      return id !== undefined && type !== undefined ? [{ id, type }] : [];
    });

describe('the steps of an order', () => {
  const the = useWorld({ instances: 2 });

  it('can be followed live, and taken up again at another instance where they were left', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 3 });
    const [here, there] = the.world.instances('order-service');
    const { id } = await shop.place({ lamp: 1 });

    const first = await stepsUntil(`${here?.url}/orders/${id}/events`, 'order.confirmed');
    expect(first.map(({ type }) => type)).toEqual(['order.created', 'order.confirmed']);

    const rest = stepsUntil(`${there?.url}/orders/${id}/events`, 'order.delivered', {
      'last-event-id': first.at(-1)?.id ?? '',
    });
    await shop.change(id, { status: 'SHIPPED' });
    await shop.change(id, { status: 'DELIVERED' });
    expect((await rest).map(({ type }) => type)).toEqual(['order.shipped', 'order.delivered']);
  });

  it('of all orders of a customer come in one stream, whichever instance takes them', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 9 });
    const [here] = the.world.instances('order-service');
    const { customerId } = shop.orderOf({ lamp: 1 });
    const url = `${here?.url}/orders/events?customerId=${customerId}&from=beginning`;

    const all = stepsUntil(url, 'order.shipped');
    const placed = await Promise.all(
      [1, 2, 3].map((quantity) => shop.place({ lamp: quantity }, { customerId })),
    );
    for (const { id } of placed) await shop.reaches(id, 'CONFIRMED');
    await the.world.settled();
    await shop.change(placed[0]?.id ?? '', { status: 'SHIPPED' });

    const types = (await all).map(({ type }) => type);
    expect(types.toSorted()).toEqual(
      [...placed.flatMap(() => ['order.confirmed', 'order.created']), 'order.shipped'].sort(),
    );
  });
});
