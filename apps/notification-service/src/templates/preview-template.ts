import { Injectable } from '@nestjs/common';
import type { TemplateName } from './domain/letter-data.js';
import type { Locale } from './domain/locale.js';
import { SAMPLES, TEMPLATE_NAMES } from './domain/samples.js';
import { TemplateNotFound } from './domain/template.errors.js';
import { Templates } from './templates.js';

/** A letter as it would be sent. */
export interface Preview {
  readonly kind: TemplateName;
  readonly locale: Locale;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What is sent by SMS and push. */
  readonly short: string;
}

/** A shop looks at a template before a customer does. */
@Injectable()
export class PreviewTemplate {
  constructor(private readonly templates: Templates) {}

  /** The letter that is written from sample data. Throws `TemplateNotFound`. */
  execute(kind: string, preferred: string | undefined): Preview {
    const name = TEMPLATE_NAMES.find((known) => known === kind);
    if (name === undefined) throw new TemplateNotFound(kind);
    const locale = this.templates.localeFor(preferred);
    const [sample] = SAMPLES[name];
    const { subject, text } = this.templates.render(name, 'EMAIL', locale, sample);
    return {
      kind: name,
      locale,
      subject,
      text,
      html: this.templates.htmlOf({ template: name, locale, data: sample }),
      short: this.templates.render(name, 'SMS', locale, sample).text,
    };
  }
}
