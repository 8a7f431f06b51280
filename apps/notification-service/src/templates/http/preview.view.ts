import { z } from 'zod';
import { LOCALES } from '../domain/locale.js';
import { TEMPLATE_NAMES } from '../domain/samples.js';

const kind = z.enum(TEMPLATE_NAMES);
const locale = z.enum(LOCALES);

/** The templates there are. */
export const templatesView = z
  .array(z.object({ kind, locales: z.array(locale) }))
  .meta({ example: [{ kind: 'order-confirmed', locales: LOCALES }] });
export type TemplatesView = z.output<typeof templatesView>;

/** A letter written from sample data. */
export const previewView = z
  .object({ kind, locale, subject: z.string(), text: z.string(), html: z.string(), short: z.string() })
  .meta({
    example: {
      kind: 'order-confirmed',
      locale: 'de',
      subject: 'Ihre Bestellung 0198c0de-6f10-7aaa-9d2e-112233445566 ist bestätigt',
      text: 'Alles, was Sie bestellt haben, ist vorrätig und für Sie reserviert.\n',
      html: '<!doctype html><html lang="de"></html>',
      short: 'Ihre Bestellung 0198c0de-6f10-7aaa-9d2e-112233445566 ist bestätigt.',
    },
  });

/** Query of `GET /templates/:kind/preview`. */
export const previewQuery = z.strictObject({
  locale: z
    .string()
    .max(35)
    .regex(/^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/i, 'must be a language tag such as de or de-AT')
    .optional()
    .meta({ description: 'A BCP 47 tag; the default language if its language has no templates.' }),
  format: z.enum(['html', 'text', 'json']).default('json'),
});
export type PreviewQuery = z.output<typeof previewQuery>;
