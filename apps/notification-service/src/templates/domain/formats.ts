import { decimalsOf, type Money } from '@app/contracts';
import type { Locale } from './locale.js';

/** Writes values of some type for people who read a language. */
export interface Formats {
  /** Exact, with as many decimals as the currency has: `€59.98`, `59,98 €`. */
  readonly money: (money: Money) => string;
  /** A time of RFC 3339 to the minute, in UTC and saying so. */
  readonly time: (time: string) => string;
  readonly number: (count: number) => string;
}

const MINUTE = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
} as const;

/** The formats of a language. */
export function formatsOf(locale: Locale): Formats {
  const moment = new Intl.DateTimeFormat(locale, MINUTE);
  const count = new Intl.NumberFormat(locale);
  const currencies = new Map<string, Intl.NumberFormat>();
  const formatOf = (currency: string): Intl.NumberFormat => {
    const known = currencies.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
    currencies.set(currency, known);
    return known;
  };
  return {
    // As text, since not every amount is exact as a number of the major unit.
    money: ({ amount, currency }) =>
      plainSpaces(
        formatOf(currency).format(`${amount}E-${decimalsOf(currency)}` as Intl.StringNumericLiteral),
      ),
    time: (time) => plainSpaces(moment.format(new Date(time))),
    number: (value) => count.format(value),
  };
}

// Intl writes spaces that not every phone and every terminal can show.
const plainSpaces = (text: string): string => text.replace(/[\u00A0\u202F]/g, ' ');
