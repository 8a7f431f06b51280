import fc from 'fast-check';
import { escapeHtml, oneLine, write } from './letter.js';

const total = { amount: 6998, currency: 'EUR' };
const lines = [
  { productId: 'lamp-01', name: 'Desk lamp', quantity: 2, unitPrice: 2999 },
  { productId: 'shade-07', name: '', quantity: 1, unitPrice: 1000 },
];

describe('a letter', () => {
  it('says the same in text and in HTML', () => {
    const letter = {
      subject: 'Your order',
      blocks: [{ paragraph: 'Thank you.' }, { facts: [['Carrier', 'DHL']] as const }, { lines, total }],
    };

    expect(write(letter)).toEqual({
      subject: 'Your order',
      text: [
        'Thank you.\n',
        'Carrier: DHL\n',
        '2 x Desk lamp (lamp-01): EUR 59.98',
        '1 x shade-07: EUR 10.00',
        'Total: EUR 69.98\n',
      ].join('\n'),
      html: [
        '<!doctype html>',
        '<html><body>',
        '<p>Thank you.</p>',
        '<p>Carrier: <b>DHL</b></p>',
        '<table><tr><td>2 x Desk lamp (lamp-01)</td><td align="right">EUR 59.98</td></tr>' +
          '<tr><td>1 x shade-07</td><td align="right">EUR 10.00</td></tr>' +
          '<tr><td>Total</td><td align="right">EUR 69.98</td></tr></table>',
        '</body></html>\n',
      ].join('\n'),
    });
  });

  it('writes money of any currency exactly', () => {
    const [line] = lines;
    const dinars = {
      lines: [{ ...line!, quantity: 3, unitPrice: 1005 }],
      total: { amount: 3015, currency: 'KWD' },
    };

    expect(write({ subject: '', blocks: [dinars] }).text).toBe(
      '3 x Desk lamp (lamp-01): KWD 3.015\nTotal: KWD 3.015\n',
    );
  });

  it('has no tag and no header line that comes from what people typed', () => {
    const typed = fc.string({
      unit: fc.constantFrom('<', '>', '&', '"', "'", '\r', '\n', '\u2028', '\0', 'a', ' '),
    });
    const shape = write({
      subject: '',
      blocks: [{ paragraph: '' }, { facts: [['', '']] }, { lines, total }],
    }).html;

    fc.assert(
      fc.property(typed, (text) => {
        const named = lines.map((line) => ({ ...line, name: text }));
        const blocks = [{ paragraph: text }, { facts: [[text, text]] as const }, { lines: named, total }];
        const { subject, html } = write({ subject: text, blocks });

        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(tagsOf(html)).toEqual(tagsOf(shape));
      }),
    );
  });
});

describe('a line', () => {
  it.each([
    ['Lamp\r\nBcc: all@example.org', 'Lamp Bcc: all@example.org'],
    ['  a \t\u2029\u0085 b\0', 'a b'],
    ['plain', 'plain'],
    ['', ''],
  ])('of %j is %j', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });
});

describe('escaping', () => {
  it('can be undone, so nothing is lost', () => {
    const signs = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" } as Record<string, string>;
    const shownBy = (html: string) =>
      html.replace(/&([a-z]+|#39);/g, (_, name: string) => signs[name] ?? '?');

    fc.assert(fc.property(fc.string(), (text) => expect(shownBy(escapeHtml(text))).toBe(text)));
  });
});

const tagsOf = (html: string | undefined): string[] => html?.match(/<[^>]*>/g) ?? [];
