import { inlinePartials } from './inline-partials.js';
import type { TemplateName } from './letter-data.js';
import type { Locale } from './locale.js';

/** The parts of a template. `short` is for channels of few words, such as SMS. */
export const PARTS = ['subject', 'text', 'short', 'html'] as const;
export type Part = (typeof PARTS)[number];

/** The file of a part; that of `html` is MJML. */
export const fileOf = (name: TemplateName, locale: Locale, part: Part): string =>
  `${name}/${locale}/${part}${endingOf(part)}`;

/** The file that holds the MJML of a template as HTML, made by `npm run build:templates`. */
export const compiledFileOf = (name: TemplateName, locale: Locale): string => `${name}/${locale}/html.hbs`;

/**
 * A part with its partials in place. A partial is looked for beside the template, then in `partials/<locale>`, then in
 * `partials`.
 *
 * @throws {Error} if there is no such file, or as `inlinePartials` does.
 */
export function sourceOf(
  files: ReadonlyMap<string, string>,
  name: TemplateName,
  locale: Locale,
  part: Part,
): string {
  const source = files.get(fileOf(name, locale, part));
  if (source === undefined) throw new Error('the file is missing');
  const places = [`${name}/${locale}`, `partials/${locale}`, 'partials'];
  const ending = endingOf(part);
  return inlinePartials(source, (partial) => {
    // A word or a sentence serves text and HTML alike.
    const candidates = [ending, '.hbs'].flatMap((end) => places.map((place) => `${place}/${partial}${end}`));
    return candidates.map((path) => files.get(path)).find((text) => text !== undefined);
  });
}

const endingOf = (part: Part): string => (part === 'html' ? '.mjml.hbs' : '.hbs');
