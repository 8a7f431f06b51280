import { formatMoney, type Money, type OrderLine } from '@app/contracts';
import type { Message } from './notification.js';

/** A label and what belongs to it, such as a tracking number. */
export type Fact = readonly [label: string, value: string];

/** One part of a letter: a paragraph, a list of facts, or the lines of an order with their total. */
export type Block =
  | { readonly paragraph: string }
  | { readonly facts: readonly Fact[] }
  | { readonly lines: readonly OrderLine[]; readonly total: Money };

/** What a template wants to say, free of any form; values may hold whatever people typed. */
export interface Letter {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/** The letter as plain text and as HTML. Nothing in it, whoever wrote it, becomes markup or a second header line. */
export const write = ({ subject, blocks }: Letter): Message => ({
  subject: oneLine(subject),
  text: `${blocks.map(textOf).join('\n\n')}\n`,
  html: `<!doctype html>\n<html><body>\n${blocks.map(htmlOf).join('\n')}\n</body></html>\n`,
});

/** The text on a single line: line breaks and other control characters become a space. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text as HTML that shows exactly this text, within an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

function textOf(block: Block): string {
  if ('paragraph' in block) return oneLine(block.paragraph);
  if ('facts' in block) return block.facts.map(([label, value]) => `${label}: ${oneLine(value)}`).join('\n');
  const lines = block.lines.map((line) => `${goods(line)}: ${amount(line, block.total)}`);
  return [...lines, `Total: ${formatMoney(block.total)}`].join('\n');
}

function htmlOf(block: Block): string {
  if ('paragraph' in block) return `<p>${shown(block.paragraph)}</p>`;
  if ('facts' in block) {
    return `<p>${block.facts.map(([label, value]) => `${shown(label)}: <b>${shown(value)}</b>`).join('<br>')}</p>`;
  }
  const rows = block.lines.map((line) => row(goods(line), amount(line, block.total)));
  return `<table>${[...rows, row('Total', formatMoney(block.total))].join('')}</table>`;
}

const shown = (text: string): string => escapeHtml(oneLine(text));

const row = (left: string, right: string): string =>
  `<tr><td>${shown(left)}</td><td align="right">${shown(right)}</td></tr>`;

const goods = ({ quantity, name, productId }: OrderLine): string =>
  name === '' ? `${quantity} x ${productId}` : `${quantity} x ${oneLine(name)} (${productId})`;

const amount = ({ quantity, unitPrice }: OrderLine, { currency }: Money): string =>
  formatMoney({ amount: quantity * unitPrice, currency });
