import { LOCALES } from './domain/locale.js';
import { TEMPLATE_NAMES } from './domain/samples.js';
import { compiledFileOf, sourceOf } from './domain/sources.js';
import { htmlOf } from './mjml.js';
import { readTemplates } from './template-files.js';

/** Our own templates as HTML, by the file that keeps it. */
export async function compiledAhead(directory: string): Promise<ReadonlyMap<string, string>> {
  const files = readTemplates(directory);
  const compiled = new Map<string, string>();
  for (const name of TEMPLATE_NAMES) {
    for (const locale of LOCALES)
      compiled.set(compiledFileOf(name, locale), `${await htmlOf(sourceOf(files, name, locale, 'html'))}\n`);
  }
  return compiled;
}
