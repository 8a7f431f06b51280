/** What the API may be asked, about the `order`-th order that was placed, or about one of two products. */
export type Command =
  | { readonly what: 'place'; readonly lines: Lines; readonly pay: boolean }
  | { readonly what: 'change'; readonly order: number; readonly lines: Lines }
  | {
      readonly what: 'pay' | 'cancel' | 'process' | 'ship' | 'deliver' | 'complete' | 'delete' | 'restore';
      readonly order: number;
    }
  | { readonly what: 'adjust'; readonly product: Product; readonly delta: number };

export const PRODUCTS = ['lamp', 'shade'] as const;
export type Product = (typeof PRODUCTS)[number];
export type Lines = Partial<Record<Product, number>>;

/** An order as far as the model knows it. */
export interface ModelOrder {
  readonly status: string;
  readonly lines: Lines;
  readonly asksPayment: boolean;
  readonly isPaid: boolean;
  readonly isDeleted: boolean;
}

/** Everything the model knows: orders in the order of their placing, and the stock. */
export interface Model {
  readonly orders: readonly ModelOrder[];
  readonly available: Readonly<Record<Product, number>>;
  readonly reserved: Readonly<Record<Product, number>>;
}

/** What a command leads to when everything has come to rest, and whether it is accepted (2xx). */
export interface Step {
  readonly model: Model;
  readonly accepted: boolean;
}

export const EMPTY: Model = { orders: [], available: { lamp: 0, shade: 0 }, reserved: { lamp: 0, shade: 0 } };

const BEFORE_SHIPPING = new Set(['AWAITING_PAYMENT', 'CONFIRMED', 'PROCESSING']);
const NEXT: Readonly<Record<string, { from: readonly string[]; to: string }>> = {
  process: { from: ['CONFIRMED'], to: 'PROCESSING' },
  ship: { from: ['CONFIRMED', 'PROCESSING'], to: 'SHIPPED' },
  deliver: { from: ['CONFIRMED', 'PROCESSING', 'SHIPPED'], to: 'DELIVERED' },
  complete: { from: ['DELIVERED'], to: 'COMPLETED' },
};

/** The rules of orders and stock, written a second time and as plainly as possible. */
export function apply(model: Model, command: Command): Step {
  if (command.what === 'adjust') return adjust(model, command);
  if (command.what === 'place') return place(model, command);
  const order = model.orders[command.order];
  if (!order) throw new Error(`there is no order ${command.order}`);
  if (order.isDeleted !== (command.what === 'restore')) return refused(model);
  switch (command.what) {
    case 'change':
      return change(model, command.order, order, command.lines);
    case 'pay':
      return pay(model, command.order, order);
    case 'cancel':
      return cancel(model, command.order, order);
    case 'delete': {
      const cancelled = BEFORE_SHIPPING.has(order.status) ? cancel(model, command.order, order).model : model;
      return accepted(revised(cancelled, command.order, { isDeleted: true }));
    }
    case 'restore':
      return accepted(revised(model, command.order, { isDeleted: false }));
    case 'process':
    case 'ship':
    case 'deliver':
    case 'complete':
      return advance(model, command.order, order, command.what);
  }
}

const accepted = (model: Model): Step => ({ model, accepted: true });
const refused = (model: Model): Step => ({ model, accepted: false });

const revised = (model: Model, index: number, changes: Partial<ModelOrder>): Model => ({
  ...model,
  orders: model.orders.map((order, at) => (at === index ? { ...order, ...changes } : order)),
});

/** Moves so many of each product from available to reserved; undefined if there are not enough. */
function reserve(model: Model, lines: Lines): Model | undefined {
  const available = { ...model.available };
  const reserved = { ...model.reserved };
  for (const product of PRODUCTS) {
    const quantity = lines[product] ?? 0;
    available[product] -= quantity;
    reserved[product] += quantity;
    if (quantity > 0 && available[product] < 0) return undefined;
  }
  return { ...model, available, reserved };
}

const difference = (wanted: Lines, held: Lines): Lines =>
  Object.fromEntries(PRODUCTS.map((product) => [product, (wanted[product] ?? 0) - (held[product] ?? 0)]));

function place(model: Model, { lines, pay: asksPayment }: { lines: Lines; pay: boolean }): Step {
  const served = reserve(model, lines);
  const status = served ? (asksPayment ? 'AWAITING_PAYMENT' : 'CONFIRMED') : 'CANCELLED';
  const order = { status, lines, asksPayment, isPaid: false, isDeleted: false };
  return accepted({ ...(served ?? model), orders: [...model.orders, order] });
}

function change(model: Model, index: number, order: ModelOrder, lines: Lines): Step {
  // What reads like the order already is accepted whatever its status.
  if (PRODUCTS.every((product) => lines[product] === order.lines[product])) return accepted(model);
  if (!BEFORE_SHIPPING.has(order.status)) return refused(model);
  const costsMore =
    PRODUCTS.reduce((sum, product) => sum + (difference(lines, order.lines)[product] ?? 0), 0) > 0;
  if (order.isPaid && costsMore) return refused(model);
  const served = reserve(model, difference(lines, order.lines));
  return accepted(served ? revised(served, index, { lines }) : model);
}

function pay(model: Model, index: number, order: ModelOrder): Step {
  // Each order has one transaction, and repeating it is harmless.
  if (order.isPaid) return accepted(model);
  if (order.status !== 'AWAITING_PAYMENT') return refused(model);
  return accepted(revised(model, index, { status: 'CONFIRMED', isPaid: true }));
}

function cancel(model: Model, index: number, order: ModelOrder): Step {
  if (order.status === 'CANCELLED') return accepted(model);
  const cancelled = revised(model, index, { status: 'CANCELLED' });
  if (BEFORE_SHIPPING.has(order.status)) {
    return accepted(reserve(cancelled, difference({}, order.lines)) ?? cancelled);
  }
  if (order.status !== 'SHIPPED') return refused(model);
  const available = { ...model.available };
  for (const product of PRODUCTS) available[product] += order.lines[product] ?? 0;
  return accepted({ ...cancelled, available });
}

function advance(model: Model, index: number, order: ModelOrder, step: string): Step {
  const rule = NEXT[step];
  if (!rule) throw new Error(`the model does not know how to ${step}`);
  if (order.status === rule.to) return accepted(model);
  if (!rule.from.includes(order.status) || order.status === 'AWAITING_PAYMENT') return refused(model);
  const advanced = revised(model, index, { status: rule.to });
  const leaves = step === 'ship' || (step === 'deliver' && order.status !== 'SHIPPED');
  if (!leaves) return accepted(advanced);
  const reserved = { ...model.reserved };
  for (const product of PRODUCTS) reserved[product] -= order.lines[product] ?? 0;
  return accepted({ ...advanced, reserved });
}

function adjust(model: Model, { product, delta }: { product: Product; delta: number }): Step {
  const left = model.available[product] + delta;
  if (left < 0) return refused(model);
  return accepted({ ...model, available: { ...model.available, [product]: left } });
}
