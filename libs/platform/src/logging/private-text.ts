/** What a line may not hold, and what stands in its place; looked for only where the text has one of the hints. */
interface Rule {
  readonly hints: readonly string[];
  readonly pattern: RegExp;
  readonly instead: string;
}

const RULES: readonly Rule[] = [
  { hints: ['://'], pattern: /:\/\/[^\s/@"\\]+@/g, instead: '://***@' },
  // The id of a key tells which it was; what follows is what opens the door.
  { hints: ['wbk_'], pattern: /\b(wbk_[a-z0-9]{10}_)[\w-]{43}/g, instead: '$1***' },
  // Header and claims begin with a brace, which is eyJ in base64.
  { hints: ['eyJ'], pattern: /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g, instead: '***' },
  { hints: ['Bearer ', 'Basic '], pattern: /\b(Bearer|Basic) +[\w.~+/=-]{8,}/g, instead: '$1 ***' },
  // Stripe's keys, and what it signs with.
  {
    hints: ['k_live_', 'k_test_', 'whsec_'],
    pattern: /\b([sr]k_(?:live|test)_|whsec_)\w+/g,
    instead: '$1***',
  },
  {
    hints: ['assword=', 'ecret=', 'oken='],
    pattern: /\b([Pp]assword|[\w-]*[Ss]ecret|[\w-]*[Tt]oken)=[^\s&"'\\]+/g,
    instead: '$1=***',
  },
  // No character of the local part may begin a search of its own more than 64 times.
  {
    hints: ['@', '%40'],
    pattern: /[^\s"'<>()[\],;:\\/@=*%]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu,
    instead: '<address>',
  },
  // E.164, however it is spaced: a number without its + cannot be told from an id.
  { hints: ['+', '%2B'], pattern: /(?<!\w)(?:\+|%2B)\d(?:[ ().-]{0,2}\d){6,14}(?!\d)/g, instead: '<number>' },
];

/**
 * The text without credentials in the URLs it mentions, without tokens, keys and passwords that can be told as such, and
 * without e-mail addresses and telephone numbers.
 */
export function withoutPrivateText(text: string): string {
  let safe = text;
  for (const { hints, pattern, instead } of RULES) {
    if (hints.some((hint) => safe.includes(hint))) safe = safe.replace(pattern, instead);
  }
  return safe;
}
