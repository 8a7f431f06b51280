import type { Channel } from '@app/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { bare } from './domain/compile.js';
import type { Letter, LetterData, TemplateName } from './domain/letter-data.js';
import { type Locale, localeOf } from './domain/locale.js';
import { oneLine } from './domain/one-line.js';
import { LOADED_TEMPLATES, type LoadedTemplates } from './load-templates.js';

/** The words of a letter, ready to be sent. */
export interface Written {
  /** One line, without control characters. */
  readonly subject: string;
  readonly text: string;
  /** What `htmlOf` makes HTML of, if the channel shows any. */
  readonly letter?: Letter;
}

/** Writes letters in the language of whoever gets them. Nothing in the data becomes markup or a second header line. */
@Injectable()
export class Templates {
  constructor(@Inject(LOADED_TEMPLATES) private readonly loaded: LoadedTemplates) {}

  /** The language for somebody who prefers the given BCP 47 tag, or has not said. */
  localeFor(preferred: string | null | undefined): Locale {
    return localeOf(preferred, this.loaded.defaultLocale);
  }

  /** The letter for a channel: a mail whole, anything else in the few words of the template's short form. */
  render<Name extends TemplateName>(
    name: Name,
    channel: Channel,
    locale: Locale,
    data: LetterData[Name],
  ): Written {
    const parts = this.loaded.of(name, locale);
    const values = bare(data) as object;
    const subject = oneLine(parts.subject(values));
    if (channel !== 'EMAIL') return { subject, text: oneLine(parts.short(values)) };
    return { subject, text: tidy(parts.text(values)), letter: { template: name, locale, data } };
  }

  /**
   * The letter as safe markup, written by the template of today. Throws if that needs more than the letter has, because
   * it has changed since.
   */
  htmlOf({ template, locale, data }: Letter): string {
    return this.loaded.of(template, locale).html(bare(data) as object);
  }
}

/** A part that has nothing to say leaves no gap. */
const tidy = (text: string): string => `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
