import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files by their path below a directory, with `/` between its parts. */
export type Files = ReadonlyMap<string, string>;

/** Where our own templates lie. */
export const OWN_TEMPLATES = fileURLToPath(new URL('letters', import.meta.url));

/** All templates and partials below a directory. Throws as `node:fs` does. */
export function readTemplates(directory: string): Files {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((path) => [relative(directory, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}
