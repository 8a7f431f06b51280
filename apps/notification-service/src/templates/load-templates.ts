import { ConfigError } from '@app/platform';
import { bare, type Compile, type Compiled, compilerFor } from './domain/compile.js';
import { formatsOf } from './domain/formats.js';
import type { TemplateName } from './domain/letter-data.js';
import { type Locale, LOCALES } from './domain/locale.js';
import { markupIn, withMarkup } from './domain/markup.js';
import { SAMPLES, TEMPLATE_NAMES } from './domain/samples.js';
import { compiledFileOf, fileOf, type Part, PARTS, sourceOf } from './domain/sources.js';
import { htmlOf } from './mjml.js';
import { type Files, OWN_TEMPLATES, readTemplates } from './template-files.js';

/** Injects the templates that were loaded when the service started: `LoadedTemplates`. */
export const LOADED_TEMPLATES = Symbol('notification-loaded-templates');

/** Which templates to use. */
export interface TemplateSettings {
  /** Of people whose language is not known or not one of ours. */
  readonly defaultLocale: Locale;
  /** A shop's own files, which take the place of ours of the same path. */
  readonly directory: string | undefined;
}

type Parts = Readonly<Record<Part, Compiled>>;

/** Every template in every language, each of them tried out. */
export interface LoadedTemplates {
  readonly defaultLocale: Locale;
  of(name: TemplateName, locale: Locale): Parts;
}

/** Where the files of templates come from: ours, and ours with a shop's over them. */
interface Sources {
  readonly own: Files;
  readonly all: Files;
}

/**
 * Compiles every template in every language and tries each of them out with sample data.
 *
 * @throws {ConfigError} naming all that is wrong, each with its file.
 */
export async function loadTemplates({
  defaultLocale,
  directory,
}: TemplateSettings): Promise<LoadedTemplates> {
  const problems: string[] = [];
  const sources = sourcesFrom(directory, problems);
  const loaded = new Map<string, Parts>();
  for (const locale of LOCALES) {
    const compile = compilerFor(formatsOf(locale));
    for (const name of TEMPLATE_NAMES) {
      const parts = await partsOf(sources, compile, name, locale, problems);
      loaded.set(`${name}/${locale}`, parts as Parts);
    }
  }
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return { defaultLocale, of: (name, locale) => loaded.get(`${name}/${locale}`)! };
}

function sourcesFrom(directory: string | undefined, problems: string[]): Sources {
  const own = readTemplates(OWN_TEMPLATES);
  if (directory === undefined) return { own, all: own };
  try {
    const theirs = readTemplates(directory);
    const known = new Set([...own.keys()].filter((path) => !path.endsWith('/html.hbs')));
    const strange = [...theirs.keys()].filter((path) => !known.has(path));
    problems.push(...strange.map((path) => `TEMPLATES_DIR: ${path}: takes the place of no template`));
    return { own, all: new Map([...own, ...theirs]) };
  } catch (error) {
    problems.push(`TEMPLATES_DIR: ${messageOf(error)}`);
    return { own, all: own };
  }
}

async function partsOf(
  sources: Sources,
  compile: Compile,
  name: TemplateName,
  locale: Locale,
  problems: string[],
): Promise<Partial<Parts>> {
  const parts: Partial<Record<Part, Compiled>> = {};
  for (const part of PARTS) {
    try {
      const source =
        part === 'html'
          ? await htmlSourceOf(sources, name, locale)
          : sourceOf(sources.all, name, locale, part);
      const compiled = compile(source, part === 'html' ? 'html' : 'text');
      tryOut(compiled, name, part);
      parts[part] = compiled;
    } catch (error) {
      problems.push(`TEMPLATES_DIR: ${fileOf(name, locale, part)}: ${messageOf(error)}`);
    }
  }
  return parts;
}

/** Ours have been turned into HTML ahead of time; MJML runs only for what a shop has changed. */
async function htmlSourceOf({ own, all }: Sources, name: TemplateName, locale: Locale): Promise<string> {
  const mjml = sourceOf(all, name, locale, 'html');
  const ahead = own.get(compiledFileOf(name, locale));
  return ahead !== undefined && mjml === sourceOf(own, name, locale, 'html') ? ahead : htmlOf(mjml);
}

function tryOut(compiled: Compiled, name: TemplateName, part: Part): void {
  for (const sample of SAMPLES[name]) {
    const markup = markupIn(compiled(bare(sample) as object));
    if (part !== 'html') continue;
    if (markupIn(compiled(bare(withMarkup(sample)) as object)) !== markup)
      throw new Error('a value could become markup; write it between tags or in a quoted attribute');
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ').trim();
