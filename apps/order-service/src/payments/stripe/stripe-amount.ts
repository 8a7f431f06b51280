import { decimalsOf, type Money } from '@app/contracts';

// https://docs.stripe.com/currencies: of the effectively whole currencies, ISK and UGX are told as if they had two.
const WITHOUT_DECIMALS = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const OF_THREE_DECIMALS = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);
const MUST_BE_WHOLE = new Set(['ISK', 'UGX']);

const stripeDecimals = (currency: string): number => {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return OF_THREE_DECIMALS.has(currency) ? 3 : 2;
};

/** What amounts in this currency have to be multiples of. */
function stepOf(currency: string): number {
  if (OF_THREE_DECIMALS.has(currency)) return 10;
  return MUST_BE_WHOLE.has(currency) ? 100 : 1;
}

/** The amount as Stripe counts it, or `undefined` if it cannot be charged exactly. */
export function toStripeAmount({ amount, currency }: Money): number | undefined {
  const scaled = rescaled(amount, stripeDecimals(currency) - decimalsOf(currency));
  return scaled !== undefined && scaled % stepOf(currency) === 0 ? scaled : undefined;
}

/** The amount in our minor units, or `undefined` if we have no such small ones. `currency` in either case. */
export function fromStripeAmount(amount: number, currency: string): Money | undefined {
  const code = currency.toUpperCase();
  const ours = rescaled(amount, decimalsOf(code) - stripeDecimals(code));
  return ours === undefined ? undefined : { amount: ours, currency: code };
}

function rescaled(amount: number, digits: number): number | undefined {
  const scaled = digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits;
  return Number.isSafeInteger(scaled) ? scaled : undefined;
}
