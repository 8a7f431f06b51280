import { ECDH } from 'node:crypto';
import { contact } from '@app/contracts';
import { z } from 'zod';
import { CUSTOMER_KINDS } from '../domain/contact.js';
import { isTimeZone } from '../domain/quiet-hours.js';

const LONGEST_ENDPOINT = 2000;
const MOST_BROWSERS = 20;
const AUTH_BYTES = 16;

const endpoint = z
  .url({ protocol: /^https?$/ })
  .max(LONGEST_ENDPOINT)
  .transform((text) => new URL(text).href)
  .pipe(z.string().max(LONGEST_ENDPOINT))
  .meta({ description: 'Where the push service of the browser takes messages.' });

const base64url = z
  .string()
  .max(200)
  .regex(/^[\w-]+=*$/, 'must be base64url');

const pushSubscription = z.strictObject({
  endpoint,
  // Browsers say it, and it says nothing: no push service has ever set it.
  expirationTime: z
    .number()
    .nullish()
    .transform(() => undefined),
  keys: z.strictObject({
    p256dh: base64url.refine(isPublicKey, 'must be an uncompressed point of P-256 in base64url'),
    auth: base64url.refine(
      (text) => Buffer.from(text, 'base64url').length === AUTH_BYTES,
      `must be ${AUTH_BYTES} bytes in base64url`,
    ),
  }),
});

function isPublicKey(text: string): boolean {
  const key = Buffer.from(text, 'base64url');
  if (key.length !== 65 || key[0] !== 4) return false;
  try {
    ECDH.convertKey(key, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

const locale = z
  .string()
  .max(35)
  .refine(isLocale, 'must be a language tag such as en or de-AT')
  .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag);

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');

const quietHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    timeZone: z.string().max(64).refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must differ from the beginning' });

const oncePerEndpoint = (subscriptions: readonly { readonly endpoint: string }[]): boolean =>
  new Set(subscriptions.map((subscription) => subscription.endpoint)).size === subscriptions.length;

/** Body of `PUT /contacts/:customerId`: all there is to know; what is left out is forgotten. */
export const contactBody = z
  .strictObject({
    ...contact.shape,
    pushSubscriptions: z
      .array(pushSubscription)
      .max(MOST_BROWSERS)
      .refine(oncePerEndpoint, 'must name each endpoint once')
      .default([])
      .meta({ description: 'As the browsers give them; one that is gone is forgotten.' }),
    locale: locale.optional().meta({ description: 'The language of letters, BCP 47.' }),
    optOut: z
      .array(z.enum(CUSTOMER_KINDS))
      .max(CUSTOMER_KINDS.length)
      .transform((kinds) => [...new Set(kinds)])
      .default([])
      .meta({ description: 'What the customer does not want to be told.' }),
    quietHours: quietHours
      .optional()
      .meta({ description: 'When texts and push messages wait, unless they are urgent.' }),
  })
  .meta({
    example: {
      email: 'ada@example.org',
      phone: '+4930123456',
      pushSubscriptions: [
        {
          endpoint: 'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl',
          keys: {
            p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
            auth: 'BTBZMqHH6r4Tts7J_aSIgg',
          },
        },
      ],
      locale: 'de',
      optOut: ['order-received'],
      quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
    },
  });
export type ContactBody = z.output<typeof contactBody>;
