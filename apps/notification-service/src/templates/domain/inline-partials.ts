/** Finds the text of a partial by its name, undefined if there is none. */
export type PartialLookup = (name: string) => string | undefined;

// Deeper than anybody nests on purpose, so a partial that contains itself is found out.
const DEEPEST = 10;
const BLOCK = /\{\{#> *([\w-]+) *\}\}([\s\S]*?)\{\{\/\1\}\}/g;
const SINGLE = /\{\{> *([\w-]+) *\}\}/g;
const BODY = /\{\{> *@partial-block *\}\}/g;

/**
 * The template with the text of each partial in place of `{{> name}}` and of `{{#> name}}…{{/name}}`, so that what
 * reads the result, be it MJML, sees one whole document.
 *
 * @throws {Error} for a partial that is unknown or that contains itself.
 */
export function inlinePartials(source: string, lookup: PartialLookup, depth = 0): string {
  if (depth > DEEPEST) throw new Error('a partial contains itself');
  const textOf = (name: string): string => {
    const text = lookup(name);
    if (text === undefined) throw new Error(`there is no partial ${name}`);
    // The line break that ends the file is none of the text's.
    return text.replace(/\n$/, '');
  };
  const inner = (text: string): string => inlinePartials(text, lookup, depth + 1);
  return source
    .replace(BLOCK, (_, name: string, body: string) => inner(textOf(name).replace(BODY, () => body)))
    .replace(SINGLE, (_, name: string) => inner(textOf(name)));
}
