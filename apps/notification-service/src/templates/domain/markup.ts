// As a browser sees them; what stands in quotes is no markup, save the quotes.
const TAG = /<(?:[^"'<>]|"[^"]*"|'[^']*')*>/g;
const QUOTED = /"[^"]*"|'[^']*'/g;

/** The tags of HTML with the names of their attributes: what must be the same whatever the values are. */
export const markupIn = (html: string): string =>
  (html.match(TAG) ?? []).map((tag) => tag.replace(QUOTED, '""')).join('');

// A code is one of a few, and a currency is known to Intl.
const NEVER_TYPED = new Set(['code', 'cause', 'currency', 'deliveredAt', 'payBy']);
const HOSTILE = ` onclick=alert(1) "'><script>alert(1)</script>&{{orderId}}`;

/** The data as somebody would send it who wants their text to become markup. */
export function withMarkup(value: unknown, field = ''): unknown {
  if (typeof value === 'string') return NEVER_TYPED.has(field) ? value : value + HOSTILE;
  if (Array.isArray(value)) return value.map((item) => withMarkup(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withMarkup(inner, name)]));
}
