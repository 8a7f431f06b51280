import type { ProductQuantity } from '@app/contracts';
import type { StockLevel } from './stock-level.js';

/** What one unit, moved on behalf of an order, does to the two figures of its product. */
const UNIT_EFFECTS = {
  reserved: { available: -1, reserved: 1 },
  released: { available: 1, reserved: -1 },
  committed: { available: 0, reserved: -1 },
  restocked: { available: 1, reserved: 0 },
} as const satisfies Record<string, StockLevel>;

/** What can happen to stock on behalf of an order. */
export type OrderMovementKind = keyof typeof UNIT_EFFECTS;

/** What can happen to stock: the shop's doing (`received`, `adjusted`), or an order's. */
export const MOVEMENT_KINDS = [
  'received',
  'adjusted',
  'reserved',
  'released',
  'committed',
  'restocked',
] as const satisfies readonly ('received' | 'adjusted' | OrderMovementKind)[];
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** How the shop's own doing is called: goods that came in, or a figure that was wrong. */
export type CorrectionKind = 'received' | 'adjusted';

/** An entry of the ledger. `quantity` is at least 1; the deltas say what it did to each figure. */
export interface StockMovement {
  readonly kind: MovementKind;
  readonly productId: string;
  readonly quantity: number;
  readonly availableDelta: number;
  readonly reservedDelta: number;
  readonly orderId?: string | undefined;
  /** The version of the order's reservation that the movement belongs to. */
  readonly reservationVersion?: number | undefined;
  readonly reason?: string | undefined;
}

/** A movement as it stands in the ledger, with the figures it left. */
export interface LedgerEntry extends StockMovement {
  /** Decimal digits; a later entry has a greater number. */
  readonly entryId: string;
  readonly availableAfter: number;
  readonly reservedAfter: number;
  readonly at: Date;
}

/** The entry for a product's first stock; none for a product that starts empty. */
export const firstStock = (productId: string, quantity: number): StockMovement[] =>
  quantity === 0
    ? []
    : [{ kind: 'received', productId, quantity, availableDelta: quantity, reservedDelta: 0 }];

/** The entry for a correction by `difference` units, up or down; none when nothing is corrected. */
export const correction = (
  productId: string,
  difference: number,
  reason?: string,
  kind: CorrectionKind = 'adjusted',
): StockMovement[] =>
  difference === 0
    ? []
    : [
        {
          kind,
          productId,
          quantity: Math.abs(difference),
          availableDelta: difference,
          reservedDelta: 0,
          reason,
        },
      ];

/** The entries for all lines of an order that are moved in the same way by one version of its reservation. */
export const orderMovements = (
  kind: OrderMovementKind,
  order: {
    readonly orderId: string;
    readonly version: number;
    readonly lines: readonly ProductQuantity[];
  },
  reason?: string,
): StockMovement[] =>
  order.lines.map(({ productId, quantity }) => ({
    kind,
    productId,
    quantity,
    availableDelta: UNIT_EFFECTS[kind].available * quantity,
    reservedDelta: UNIT_EFFECTS[kind].reserved * quantity,
    orderId: order.orderId,
    reservationVersion: order.version,
    reason,
  }));
