import { cancellationCode, refundCause } from '@app/contracts';
import fc from 'fast-check';
import type { LetterData } from './domain/letter-data.js';
import { type Locale, LOCALES } from './domain/locale.js';
import { markupIn } from './domain/markup.js';
import { SAMPLES, TEMPLATE_NAMES } from './domain/samples.js';
import { loadTemplates } from './load-templates.js';
import { Templates } from './templates.js';

let templates: Templates;
beforeAll(async () => {
  templates = new Templates(await loadTemplates({ defaultLocale: 'en', directory: undefined }));
});

const mail = <Name extends keyof LetterData>(name: Name, data: LetterData[Name], locale: Locale = 'en') => ({
  ...templates.render(name, 'EMAIL', locale, data),
  html: templates.htmlOf({ template: name, locale, data }),
});
const [order, unheardOf] = SAMPLES['order-confirmed'] as [
  LetterData['order-confirmed'],
  LetterData['order-confirmed'],
];
const aboutOrders = TEMPLATE_NAMES.filter((name) => 'goods' in SAMPLES[name][0]);

describe.each(LOCALES)('in %s', (locale) => {
  const total = { en: 'Total: €69.98', de: 'Gesamtbetrag: 69,98 €' }[locale];
  const lamps = { en: '2 x Desk lamp (lamp-01): €59.98', de: '2 x Desk lamp (lamp-01): 59,98 €' }[locale];

  it.each(TEMPLATE_NAMES)('%s can be written from every sample, in full and in short', (name) => {
    for (const sample of SAMPLES[name]) {
      const { subject, text, html } = mail(name, sample, locale);
      const short = templates.render(name, 'SMS', locale, sample);

      expect(subject).not.toBe('');
      expect(html).toContain(`lang="${locale}"`);
      expect(short).toEqual({ subject, text: expect.stringMatching(/^.+$/) });
      for (const written of [subject, text, html, short.text])
        expect(written).not.toMatch(/undefined|null|\[object|\{\{|NaN/);
      expect(text).not.toMatch(/<|&(?:amp|lt|gt|quot|#)|\n{3}/);
    }
  });

  it.each(aboutOrders)('%s names the order, its lines and its total', (name) => {
    const { subject, text, html } = mail(name, SAMPLES[name][0], locale);

    expect(subject).toContain(order.orderId);
    expect(text).toContain(order.orderId);
    expect(text).toContain(lamps);
    expect(text).toContain(total);
    expect(html).toContain('Desk lamp');
    expect(html).toContain(total.split(': ')[1]);
  });

  it('tells each cause of a cancellation with words, and each cause of a refund with words of its own', () => {
    const cancelled = cancellationCode.options.map(
      (code) => mail('order-cancelled', { ...unheardOf, code, reason: null }, locale).text,
    );
    const refunds = refundCause.options.map(
      (cause) => mail('refund-due', { ...SAMPLES['refund-due'][0], cause }, locale).text,
    );

    for (const text of cancelled) expect(text).toMatch(/^[A-Z].{20,}\n/);
    expect(new Set(refunds).size).toBe(refunds.length);
  });
});

describe('a letter', () => {
  it('keeps the English subjects that shops sort their mail by', () => {
    expect(mail('order-received', order).subject).toBe(`We have received your order ${order.orderId}`);
    expect(mail('order-confirmed', order).subject).toBe(`Your order ${order.orderId} is confirmed`);
    expect(mail('low-stock', SAMPLES['low-stock'][0]).subject).toBe('Low stock: Desk lamp');
  });

  it('says in text and in HTML how to follow a parcel', () => {
    const { text, html } = mail('order-shipped', SAMPLES['order-shipped'][0]);

    expect(text).toContain('Carrier: DHL\nTracking company: Parcel Watch\nTracking number: JD014600\n');
    expect(html).toContain('JD014600');
  });

  it('writes money exactly and times in UTC, as people of the language do', () => {
    const asking = {
      ...SAMPLES['payment-requested'][0],
      amount: { amount: 9007199254740991, currency: 'KWD' },
    };

    expect(mail('payment-requested', asking).text).toContain('KWD 9,007,199,254,740.991');
    expect(mail('payment-requested', asking, 'de').text).toContain('9.007.199.254.740,991 KWD');
    expect(mail('payment-requested', asking).text).toContain('March 1, 2026 at 10:30 AM UTC');
    expect(mail('payment-requested', asking, 'de').text).toContain('1. März 2026 um 10:30 UTC');
  });

  it('can be clicked only where its data says that it may be', () => {
    const [asking] = SAMPLES['payment-requested'];
    const script = 'javascript:alert(1)';

    expect(mail('payment-requested', asking).html).toContain(
      'href="https://pay.example/s/1?order&#x3D;4711&amp;',
    );
    expect(mail('payment-requested', { ...asking, link: null, linkText: script }).html).not.toContain('href');
  });

  it('has no tag and no header line that comes from what people typed', () => {
    const typed = fc.string({
      unit: fc.constantFrom('<', '>', '&', '"', "'", '\r', '\n', '\u2028', '\0', '{', '}', '=', 'a', ' '),
    });
    const [sample] = SAMPLES['payment-requested'];
    const write = (text: string) => {
      const goods = {
        ...order.goods!,
        lines: order.goods!.lines.map((line) => ({ ...line, name: `x${text}` })),
      };
      const link = `https://pay.example/${text}`;
      return [
        mail('payment-requested', { ...sample, goods, link, linkText: link }),
        mail('low-stock', { ...SAMPLES['low-stock'][0], name: text, productId: text }, 'de'),
      ];
    };
    const shapes = write('').map(({ html }) => markupIn(html));

    fc.assert(
      fc.property(typed, (text) => {
        const letters = write(text);
        expect(letters.map(({ html }) => markupIn(html))).toEqual(shapes);
        for (const { subject } of letters) expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('cannot be written from data without a field that it names, or with one from a prototype', () => {
    const { trackingNumber: _, ...incomplete } = SAMPLES['order-shipped'][0];
    const inherited = Object.assign(Object.create({ trackingNumber: 'JD014600' }), incomplete);

    expect(() => mail('order-shipped', incomplete as never)).toThrow('"trackingNumber" not defined');
    expect(() => mail('order-shipped', inherited)).toThrow('"trackingNumber" not defined');
  });
});

describe('the language of a letter', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-ch-1996', 'de'],
    ['fr', 'en'],
    ['den', 'en'],
    ['', 'en'],
    [null, 'en'],
    [undefined, 'en'],
  ])('for somebody who prefers %j is %s', (preferred, locale) => {
    expect(templates.localeFor(preferred)).toBe(locale);
  });
});
