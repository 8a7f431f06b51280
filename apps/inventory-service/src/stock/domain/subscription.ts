/** Who is to be told: by mail, or by whatever the shop knows of a customer. */
export type Addressee = { readonly email: string } | { readonly customerId: string };

/** Somebody's wish to be told, once, when a product of which none is available can be had again. */
export interface Subscription {
  readonly subscriptionId: string;
  readonly productId: string;
  readonly addressee: Addressee;
  readonly createdAt: Date;
}

/** The most products that one addressee may wait for, so that nobody's mailbox can be filled by others. */
export const MOST_PRODUCTS_AN_ADDRESSEE = 200;

/** The most addressees that may wait for one product. */
export const MOST_ADDRESSEES_A_PRODUCT = 100_000;
