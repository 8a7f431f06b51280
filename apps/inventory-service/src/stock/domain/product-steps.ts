import {
  fromMinor,
  ProductUpdated,
  toMinor,
  type EventDraft,
  type Money,
  type ProductStatus,
} from '@app/contracts';
import type { Product } from './product.js';
import { alertDrafts, alertsBetween } from './stock-alerts.js';
import { onHand } from './stock-level.js';
import { correction, firstStock, type CorrectionKind, type StockMovement } from './stock-movement.js';
import { BelowReserved, PriceNotExact, TooMuchStock } from './stock.errors.js';

/** A product that the shop begins to sell. `price` is a decimal number of `currency`. */
export interface NewProduct {
  readonly productId: string;
  readonly name: string;
  readonly description: string | null;
  readonly quantity: number;
  readonly price: number;
  readonly currency: string;
  readonly lowStockThreshold: number | null;
}

/** What the shop changes; what is absent stays. `quantity` is the new number of units on hand. */
export interface ProductChange {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly quantity?: number | undefined;
  readonly price?: number | undefined;
  readonly currency?: string | undefined;
  readonly status?: ProductStatus | undefined;
  readonly lowStockThreshold?: number | null | undefined;
  /** Why the quantity is corrected, for the ledger. */
  readonly reason?: string | undefined;
  /** How the ledger calls the correction; `adjusted` unless said otherwise. */
  readonly kind?: CorrectionKind | undefined;
}

/** Units that came in or went out beside all orders. `delta` is not 0, and above 0 when goods were received. */
export interface Adjustment {
  readonly delta: number;
  readonly reason: string;
  readonly kind: CorrectionKind;
}

/** The most units of a product that a shop may say it has. */
const MOST_STOCK = 1_000_000_000;

/** A product as a decision of the shop leaves it, with what the ledger and the world are told of it. */
export interface ProductStep {
  readonly product: Product;
  readonly movements: readonly StockMovement[];
  /** Empty when nothing changed. */
  readonly events: readonly EventDraft[];
}

/** Begins to sell a product. Throws `PriceNotExact`. Stock that starts low has crossed nothing and alerts nobody. */
export function addProduct({ quantity, price, currency, ...facts }: NewProduct, now: Date): ProductStep {
  const movements = firstStock(facts.productId, quantity);
  const product: Product = {
    ...facts,
    price: exactMoney(price, currency),
    status: 'ACTIVE',
    available: quantity,
    reserved: 0,
    version: 1,
    // The first stock is a change already.
    revision: 1 + movements.length,
    createdAt: now,
    updatedAt: now,
  };
  return { product, movements, events: [updated(product)] };
}

/**
 * Changes what the shop says about a product. Throws `BelowReserved` and `PriceNotExact`.
 * A new currency without a new price keeps the number: 5 EUR become 5 JPY.
 */
export function changeProduct(product: Product, change: ProductChange, now: Date): ProductStep {
  const { quantity = onHand(product), reason, kind, ...facts } = change;
  if (quantity < product.reserved) throw new BelowReserved(quantity, product.reserved);

  const changed: Product = {
    ...product,
    name: facts.name ?? product.name,
    description: facts.description === undefined ? product.description : facts.description,
    price: repriced(product.price, change),
    status: facts.status ?? product.status,
    lowStockThreshold:
      facts.lowStockThreshold === undefined ? product.lowStockThreshold : facts.lowStockThreshold,
    available: quantity - product.reserved,
  };
  if (sameFacts(product, changed)) return { product, movements: [], events: [] };

  const told = { ...changed, version: product.version + 1 };
  const alerts = alertDrafts(told, alertsBetween(product, told));
  return {
    product: {
      ...told,
      version: told.version + alerts.length,
      revision: product.revision + 1,
      updatedAt: now,
    },
    movements: correction(product.productId, quantity - onHand(product), reason, kind),
    events: [updated(told), ...alerts],
  };
}

/**
 * Adds units to what is on hand, or takes units away. Throws `BelowReserved`, and `TooMuchStock` when it would lift the
 * stock above what a shop may set.
 */
export function adjustStock(product: Product, { delta, reason, kind }: Adjustment, now: Date): ProductStep {
  const quantity = onHand(product) + delta;
  if (quantity < product.reserved) throw new BelowReserved(quantity, product.reserved, '/delta');
  if (delta > 0 && quantity > MOST_STOCK) throw new TooMuchStock(quantity);
  return changeProduct(product, { quantity, reason, kind }, now);
}

const updated = (product: Product): EventDraft => {
  const { productId, name, price, status, available, reserved, version } = product;
  const levels = { onHand: onHand(product), available, reserved };
  return ProductUpdated.of({ id: productId, version }, { productId, name, price, status, ...levels });
};

function repriced(price: Money, change: Pick<ProductChange, 'price' | 'currency'>): Money {
  if (change.price === undefined && change.currency === undefined) return price;
  return exactMoney(change.price ?? fromMinor(price), change.currency ?? price.currency);
}

function exactMoney(decimal: number, currency: string): Money {
  const amount = toMinor(decimal, currency);
  if (amount === undefined) throw new PriceNotExact(decimal, currency);
  return { amount, currency };
}

const sameFacts = (a: Product, b: Product): boolean =>
  a.name === b.name &&
  a.description === b.description &&
  a.price.amount === b.price.amount &&
  a.price.currency === b.price.currency &&
  a.status === b.status &&
  a.lowStockThreshold === b.lowStockThreshold &&
  a.available === b.available;
