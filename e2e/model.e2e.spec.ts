import { ask, type OrderView, type Shop, type World } from '@app/testing';
import fc from 'fast-check';
import { type Burst, bursts, outcomes, possible } from './model/burst.js';
import { type Command, EMPTY, type Lines, type Model, type ModelOrder, PRODUCTS } from './model/model.js';
import { useWorld } from './use-world.js';

const SEED = Number(process.env['MODEL_SEED'] ?? Date.now() % 2_147_483_647);
const RUNS = 4;

/** Drives a shop through its API and remembers only what its clients know: the ids of their orders. */
class Driver {
  private readonly placed: OrderView[] = [];
  private readonly shop: Shop;

  constructor(
    private readonly world: World,
    shop: Shop,
  ) {
    this.shop = shop;
  }

  get orders(): number {
    return this.placed.length;
  }

  open(): Promise<void> {
    return this.shop.stock({ lamp: 0, shade: 0 }, { price: 10 });
  }

  /** Sends all commands at once; whether each was accepted. Anything but a success or a refusal is an error. */
  async send(burst: Burst): Promise<boolean[]> {
    const replies = await Promise.all(burst.map((command) => this.ask(command)));
    replies.forEach(({ status, body }, index) => {
      if (burst[index]?.what === 'place') this.placed.push(body);
      if (status >= 500 || status === 400)
        throw new Error(`${status}: ${JSON.stringify([burst[index], body])}`);
    });
    return replies.map(({ status }) => status < 300);
  }

  /** What the API shows when everything has come to rest. */
  async observe(): Promise<Model> {
    await this.world.settled();
    const orders = await Promise.all(this.placed.map((order) => this.look(order)));
    const levels = await Promise.all(PRODUCTS.map((product) => this.shop.levels(product)));
    const figures = (of: 'availableQuantity' | 'reservedQuantity') =>
      Object.fromEntries(
        PRODUCTS.map((product, index) => [product, levels[index]?.[of]]),
      ) as Model['available'];
    return { orders, available: figures('availableQuantity'), reserved: figures('reservedQuantity') };
  }

  private ask(command: Command) {
    switch (command.what) {
      case 'place': {
        const body = this.shop.orderOf(present(command.lines), { payment: { required: command.pay } });
        return ask<OrderView>(`${this.world.url('order-service')}/orders`, { method: 'POST', body });
      }
      case 'adjust': {
        const url = `${this.world.url('inventory-service')}/inventory/${this.shop.product(command.product)}`;
        const body = { delta: command.delta, reason: 'counted' };
        return ask<OrderView>(`${url}/adjustments`, { method: 'POST', body });
      }
      case 'change':
        return this.shop.wants(this.idOf(command), present(command.lines));
      case 'pay':
        return this.pay(this.idOf(command));
      case 'cancel':
        return this.shop.cancel(this.idOf(command));
      case 'delete':
        return this.shop.about(this.idOf(command), { method: 'DELETE' });
      case 'restore':
        return this.shop.about(this.idOf(command), { method: 'POST', path: '/restore' });
      case 'process':
      case 'ship':
      case 'deliver':
      case 'complete':
        return this.shop.change(this.idOf(command), { status: STATUS_AFTER[command.what] });
    }
  }

  private async pay(id: string) {
    const { body } = await this.shop.about(id, {
      method: 'GET',
      path: '?includeDeleted=true',
      headers: ADMIN,
    });
    return this.shop.pays(body, `T-${id}`);
  }

  private idOf({ order }: { order: number }): string {
    const { id } = this.placed[order] ?? {};
    if (id === undefined) throw new Error(`order ${order} was never placed`);
    return id;
  }

  private async look({ id }: OrderView): Promise<ModelOrder> {
    const { body } = await this.shop.about<OrderView & { deletedAt?: string }>(id, {
      method: 'GET',
      path: '?includeDeleted=true',
      headers: ADMIN,
    });
    const lines: Lines = {};
    for (const product of PRODUCTS) {
      const line = body.items.find(({ productId }) => productId === this.shop.product(product));
      if (line) lines[product] = line.quantity;
    }
    return {
      status: body.status,
      lines,
      asksPayment: body.payment !== undefined,
      isPaid: body.payment?.status === 'PAID',
      isDeleted: body.deletedAt !== undefined,
    };
  }
}

const ADMIN = { 'x-role': 'admin' };
const STATUS_AFTER = {
  process: 'PROCESSING',
  ship: 'SHIPPED',
  deliver: 'DELIVERED',
  complete: 'COMPLETED',
} as const;

const present = (lines: Lines): Record<string, number> =>
  Object.fromEntries(PRODUCTS.flatMap((product) => (lines[product] ? [[product, lines[product]]] : [])));

describe('orders and stock, whatever is asked of them', () => {
  const the = useWorld();

  it(`are at rest as a plain model of them says (MODEL_SEED=${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(bursts, async (rounds) => {
        const driver = new Driver(the.world, the.shop());
        await driver.open();
        let model: Model = EMPTY;
        for (const round of rounds) {
          const burst = possible(round, driver.orders);
          const possibleOutcomes = outcomes(model, burst);
          const accepted = await driver.send(burst);
          const observed = await driver.observe();

          // Some order in which the commands took effect must explain all that can be seen.
          const seen = { model: observed, accepted };
          expect(possibleOutcomes).toContainEqual(seen);
          model = observed;
        }
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  }, 900_000);
});
