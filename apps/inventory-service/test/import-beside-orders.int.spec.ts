import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { orderCreated } from './events.js';
import { type Answer, type Instance, useInventory } from './inventory.js';

const LINES = { 'content-type': 'application/jsonl' };

describe('an import beside everything else', () => {
  const inventory = useInventory();
  const one = inventory.instance();
  const other = inventory.instance();

  const send = (instance: Instance, lines: readonly object[]): Promise<Answer> =>
    instance.request(
      'POST',
      '/inventory/import',
      lines.map((line) => JSON.stringify(line)).join('\n'),
      LINES,
    );
  const filler = (from: number, count: number): object[] =>
    Array.from({ length: count }, (_, index) => ({
      productId: `filler-${from + index}`,
      productName: 'Filler',
      price: 1,
      quantity: 3,
    }));

  it('loses no reservation, and none is made of what the import took away', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => one.stock(50)));
    const corrections = [40, 30, 20].map((quantity) => ids.map((productId) => ({ productId, quantity })));
    const reserve = async (): Promise<void> => {
      for (let round = 0; round < 30; round += 1) {
        const wanted = Object.fromEntries(ids.map((id) => [id, 1]));
        await other.handle(ReserveStockOnOrderCreated, orderCreated(wanted), orderCreated(wanted));
      }
    };
    const correct = async (): Promise<Answer[]> => {
      const answers: Answer[] = [];
      for (const lines of corrections) answers.push(await send(one, [...lines, ...filler(0, 600)]));
      return answers;
    };
    const [answers] = await Promise.all([correct(), reserve()]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const id of ids) {
      const { onHand, available, reserved } = await one.figures(id);
      expect(Math.min(available, reserved)).toBeGreaterThanOrEqual(0);
      expect(onHand).toBe(available + reserved);
      const sequences = (await inventory.stream(id)).map((told) => Number(told.split(' ')[0]));
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    }
  });

  it('of the same file by two instances adds each product once', async () => {
    const lines = filler(10_000, 1200);
    const [first, second] = await Promise.all([send(one, lines), send(other, lines.toReversed())]);

    expect(first.body.added + second.body.added).toBe(1200);
    expect(first.body.unchanged + second.body.unchanged).toBe(1200);
  });

  it('changes a product that somebody adds in the same moment', async () => {
    const lines = filler(20_000, 500);
    const [imported] = await Promise.all([
      send(one, lines),
      ...Array.from({ length: 20 }, (_, index) =>
        other.request('POST', '/inventory', { ...lines[index * 20], productName: 'Ours' }),
      ),
    ]);
    expect(imported).toMatchObject({ status: 200, body: { received: 500, refused: 0 } });
    expect(imported.body.added + imported.body.changed).toBe(500);
  });
});
