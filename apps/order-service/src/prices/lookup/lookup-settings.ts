import type { BrokerAddress } from '@app/platform';

/** Injects how prices are looked up: `LookupSettings`. */
export const LOOKUP_SETTINGS = Symbol('price-lookup-settings');

/** How the inventory service is asked for products, and when it is left alone. */
export interface LookupSettings {
  readonly broker: BrokerAddress & { readonly prefix: string };
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** How many questions may be under way at once. */
  readonly concurrency: number;
  /** The share of questions without an answer, in percent, above which no more are asked. */
  readonly failurePercent: number;
  /** How long none is asked then, in milliseconds. */
  readonly resetMs: number;
}
