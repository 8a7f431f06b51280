import { z } from 'zod';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 code such as `EUR`. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { abort: true })
  .refine((code) => CURRENCIES.has(code), 'not an ISO 4217 currency');

/** An amount of minor units (cents, yen, fils). Never negative, always exact. */
export const minorUnits = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Money as it travels in events: minor units with their currency. */
export const money = z.object({ amount: minorUnits, currency });
export type Money = z.infer<typeof money>;

const digits = new Map<string, number>();

/** How many decimals the currency's minor unit has by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD. */
export function decimalsOf(code: string): number {
  let known = digits.get(code);
  if (known === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: code });
    known = format.resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(code, known);
  }
  return known;
}

/** The decimal number that the HTTP edge shows: `fromMinor({amount: 2999, currency: 'EUR'})` is `29.99`. */
export const fromMinor = ({ amount, currency: code }: Money): number =>
  Number(decimalText(amount, decimalsOf(code)));

/**
 * The exact minor units of a decimal number, or `undefined` if it has more decimals than the currency
 * or more than fifteen significant digits, past which a JSON number is no longer exact.
 */
export function toMinor(decimal: number, code: string): number | undefined {
  const amount = Math.round(decimal * 10 ** decimalsOf(code));
  return Number.isSafeInteger(amount) && fromMinor({ amount, currency: code }) === decimal
    ? amount
    : undefined;
}

/** For people: `formatMoney({amount: 2999, currency: 'EUR'})` is `EUR 29.99`. */
export const formatMoney = ({ amount, currency: code }: Money): string =>
  `${code} ${decimalText(amount, decimalsOf(code))}`;

function decimalText(amount: number, decimals: number): string {
  const text = String(amount).padStart(decimals + 1, '0');
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}
