import type { CancellationCode, Money, RefundCause } from '@app/contracts';
import type { Locale } from './locale.js';

/** What was ordered of one product, and what that costs. */
export interface Line {
  readonly productId: string;
  readonly quantity: number;
  /** Null if the product has none. */
  readonly name: string | null;
  readonly amount: Money;
}

/** An order as every letter about one knows it. */
export interface OrderData {
  readonly orderId: string;
  /** Null for an order that we never heard the content of. */
  readonly goods: { readonly lines: readonly Line[]; readonly total: Money } | null;
}

interface ShippedData extends OrderData {
  readonly carrier: string | null;
  readonly trackingCompany: string | null;
  readonly trackingNumber: string | null;
}

interface DeliveredData extends OrderData {
  /** RFC 3339 */
  readonly deliveredAt: string;
  readonly signature: string | null;
}

interface CancelledData extends OrderData {
  readonly code: CancellationCode;
  readonly reason: string | null;
}

interface PaymentRequestedData extends OrderData {
  readonly amount: Money;
  /** RFC 3339 */
  readonly payBy: string;
  /** Where to pay, null unless it is an address that a click may safely lead to. */
  readonly link: string | null;
  /** The same to be read, whatever it is. */
  readonly linkText: string;
}

interface RefundData {
  readonly orderId: string;
  readonly amount: Money;
  readonly transactionId: string;
  readonly cause: RefundCause;
}

interface ProductData {
  readonly productId: string;
  /** The product's id if it has no name. */
  readonly name: string;
}

/** What each template is written from. A field that is not known is null, never absent. */
export interface LetterData {
  readonly 'order-received': OrderData;
  readonly 'order-confirmed': OrderData;
  readonly 'order-changed': OrderData;
  readonly 'order-shipped': ShippedData;
  readonly 'order-delivered': DeliveredData;
  readonly 'order-cancelled': CancelledData;
  readonly 'payment-requested': PaymentRequestedData;
  readonly 'refund-due': RefundData;
  readonly 'refund-to-make': RefundData & { readonly customerId: string };
  readonly 'low-stock': ProductData & { readonly available: number; readonly threshold: number };
  readonly 'back-in-stock': ProductData & { readonly available: number };
  readonly 'back-in-stock-customer': ProductData;
}

/** The name of a template: the kind of its notification, save `refund-to-make`, by which the shop hears of a refund. */
export type TemplateName = keyof LetterData;

/** What a letter is written from: JSON, a fraction of what it becomes as HTML. */
export interface Letter<Name extends TemplateName = TemplateName> {
  readonly template: Name;
  readonly locale: Locale;
  readonly data: LetterData[Name];
}
