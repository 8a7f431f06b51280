/** The languages that templates are written in. */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

/** The language to write in to somebody who prefers the given BCP 47 tag: `de-AT` is `de`; an unknown one is the fallback. */
export function localeOf(preferred: string | null | undefined, fallback: Locale): Locale {
  const language = preferred?.toLowerCase().split('-', 1)[0];
  return LOCALES.find((known) => known === language) ?? fallback;
}
