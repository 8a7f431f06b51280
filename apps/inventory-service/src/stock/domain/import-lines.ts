import type { EventDraft } from '@app/contracts';
import { DomainError } from '@app/platform';
import { IncompleteProduct } from './import.errors.js';
import type { Product } from './product.js';
import { addProduct, changeProduct, type ProductChange, type ProductStep } from './product-steps.js';
import type { StockMovement } from './stock-movement.js';

/** What a line of an import says about a product; what is absent stays as it is, or has a default when it is new. */
export interface ImportedFacts extends Omit<ProductChange, 'kind'> {
  readonly productId: string;
}

/** Why a line was not imported. */
export interface RefusedLine {
  /** Counted from 1, the header of a CSV file included. */
  readonly line: number;
  readonly productId?: string | undefined;
  readonly code: string;
  readonly detail: string;
  /** The field that is wrong (RFC 6901), if it is one. */
  readonly pointer?: string | undefined;
}

/** A line that can be read. */
export interface ReadableLine {
  readonly line: number;
  readonly facts: ImportedFacts;
}

/** What lines come to, all together. */
export interface ImportPlan {
  readonly added: readonly Product[];
  readonly changed: readonly Product[];
  readonly movements: readonly StockMovement[];
  readonly events: readonly EventDraft[];
  /** How many lines did what. */
  readonly counts: { readonly added: number; readonly changed: number; readonly unchanged: number };
  readonly refused: readonly RefusedLine[];
}

/**
 * Applies the lines one after the other, so that of two lines about a product the later one wins. A line that a rule
 * refuses leaves the others as they are. `known` are those of the products that exist.
 */
export function planImport(
  known: ReadonlyMap<string, Product>,
  lines: readonly ReadableLine[],
  { now, currency }: { now: Date; currency: string },
): ImportPlan {
  const current = new Map(known);
  const counts = { added: 0, changed: 0, unchanged: 0 };
  const movements: StockMovement[] = [];
  const events: EventDraft[] = [];
  const refused: RefusedLine[] = [];
  for (const { line, facts } of lines) {
    try {
      const product = current.get(facts.productId);
      const step = product ? changeProduct(product, facts, now) : added(facts, currency, now);
      current.set(facts.productId, step.product);
      movements.push(...step.movements);
      events.push(...step.events);
      counts[outcomeOf(product, step)] += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push(refusalOf(line, facts.productId, error));
    }
  }
  const touched = [...current.values()].filter((product) => known.get(product.productId) !== product);
  return {
    added: touched.filter(({ productId }) => !known.has(productId)),
    changed: touched.filter(({ productId }) => known.has(productId)),
    movements,
    events,
    counts,
    refused,
  };
}

/** A line that a rule refused, as the report names it. */
export const refusalOf = (line: number, productId: string | undefined, error: DomainError): RefusedLine => ({
  line,
  productId,
  code: error.code,
  detail: error.detail,
  pointer: error.errors[0]?.pointer,
});

function outcomeOf(before: Product | undefined, { events }: ProductStep): 'added' | 'changed' | 'unchanged' {
  if (!before) return 'added';
  return events.length > 0 ? 'changed' : 'unchanged';
}

function added(facts: ImportedFacts, defaultCurrency: string, now: Date): ProductStep {
  const { productId, name, price, status } = facts;
  if (name === undefined) throw new IncompleteProduct(productId, '/productName');
  if (price === undefined) throw new IncompleteProduct(productId, '/price');
  const first = addProduct(
    {
      productId,
      name,
      price,
      description: facts.description ?? null,
      quantity: facts.quantity ?? 0,
      currency: facts.currency ?? defaultCurrency,
      lowStockThreshold: facts.lowStockThreshold ?? null,
    },
    now,
  );
  const then = changeProduct(first.product, { status }, now);
  return {
    product: then.product,
    movements: first.movements,
    events: [...first.events, ...then.events],
  };
}
