// @ts-check
import { remarksOn } from './remarks.mjs';
import { money } from './words.mjs';

/** @typedef {import('./types.mjs').Step} Step */
/** @typedef {import('./remarks.mjs').Tone} Tone */
/** @typedef {import('./remarks.mjs').Line} Line */

/** What a kind of movement does, to the stock of a product. @type {Readonly<Record<string, string>>} */
const DOES = { reserved: 'holds', released: 'gives back', committed: 'hands over', restocked: 'takes back' };

// The first digits of an id say when it was made, the last ones whose it is.
const UUID = /:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}([0-9a-f]{12})$/;

/** What a step is called. @param {Step} step */
export function titleOf({ event, notification, compensates }) {
  const undoing = compensates ? '↩ ' : '';
  if (event) return `${undoing}${event.type} ${event.sequence}`;
  return notification ? `${notification.channel.toLowerCase()} ${notification.kind}` : '';
}

/** What there is to say of a step below its title. @param {Step} step @param {string} asOf @returns {Line[]} */
export const detailsOf = (step, asOf) => [
  ...plain(takenIn(step)),
  ...plain(step.payment ? [`${money(step.payment)}, ${step.payment.transactionId}`] : []),
  ...plain(stockIn(step)),
  ...letterIn(step),
  ...step.deliveries.flatMap((delivery) => remarksOn(delivery, asOf)),
];

/** @param {string[]} texts @returns {Line[]} */
const plain = (texts) => texts.map((text) => ({ text, tone: 'plain' }));

/** @param {Step} step */
function takenIn({ taken, causedBy }) {
  if (!taken) return [];
  const { from, to, who, why, code } = taken;
  const moved = from === to ? [] : [from === null ? to : `${from} → ${to}`];
  // Whoever caused it is seen from the arrow.
  const by = causedBy ? [] : [`by ${who.replace(UUID, ' …$1')}`];
  const reason = [code, why].filter((word) => word !== undefined).join(': ');
  return [[...moved, ...by].join(', '), reason].filter((text) => text !== '');
}

/** @param {Step} step */
function stockIn({ movements = [], shortages = [] }) {
  const kinds = [...new Set(movements.map(({ kind }) => kind))];
  return [
    ...kinds.map((kind) => {
      const moved = movements.filter((movement) => movement.kind === kind);
      return `${DOES[kind] ?? kind} ${moved.map(({ quantity, productId }) => `${quantity} × ${productId}`).join(', ')}`;
    }),
    ...shortages.map(
      ({ productId, requested, available }) =>
        `short of ${productId}: ${requested} wanted, ${available} there`,
    ),
  ];
}

/** @param {Step} step @returns {Line[]} */
function letterIn({ notification }) {
  if (!notification) return [];
  const { recipient, status, attempts, error, id, channel } = notification;
  const tone = TONE_OF[status] ?? 'note';
  const to = recipient === null ? '' : ` to ${recipient}`;
  const times = attempts > 1 ? `, ${attempts} attempts` : '';
  return [
    { text: `${status.toLowerCase()}${to}${times}`, tone },
    ...(error === null ? [] : [{ text: error, tone }]),
    ...plain(status === 'SENT' && channel === 'EMAIL' ? [`<${id}@…>`] : []),
  ];
}

/** What is not here is still to be sent. @type {Readonly<Record<string, Tone>>} */
const TONE_OF = { SENT: 'plain', SKIPPED: 'plain', FAILED: 'bad' };
