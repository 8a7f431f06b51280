import { fromMinor, decimalsOf, type Money } from '@app/contracts';

/** What a template can have filled in. */
export interface LinkValues {
  readonly orderId: string;
  readonly total: Money;
}

const PLACEHOLDER = /\{(\w+)\}/g;
const KNOWN = new Set(['orderId', 'amount', 'currency']);

/** What is wrong with the template of a link; `undefined` if it can be used. */
export function problemWith(template: string): string | undefined {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '');
  if (!names.includes('orderId')) return 'must contain {orderId}';
  if (names.some((name) => !KNOWN.has(name))) return 'may contain {orderId}, {amount} and {currency} only';
  const example = filled(template, { orderId: 'x', total: { amount: 1, currency: 'EUR' } });
  const isWeb = URL.canParse(example) && /^https?:$/.test(new URL(example).protocol);
  return isWeb ? undefined : 'must be a URL that starts with http:// or https://';
}

/** The link: every value encoded, the amount as a decimal number with all the digits of its currency. */
export function filled(template: string, { orderId, total }: LinkValues): string {
  const values = new Map([
    ['orderId', orderId],
    ['amount', fromMinor(total).toFixed(decimalsOf(total.currency))],
    ['currency', total.currency],
  ]);
  return template.replaceAll(PLACEHOLDER, (whole, name: string) =>
    encodeURIComponent(values.get(name) ?? whole),
  );
}
