// @ts-check

/** @typedef {import('./catalogue.mjs').Day} Day */

/** Whether handlers are made to fail on the day, so that their failures say nothing. @param {Day} day */
export const makesHandlersFail = ({ fault }) => fault?.at.includes('throw') ?? false;

/** What happens on the day beside the traffic, in words that no other day has. @param {Day} day */
export function wordsFor(day) {
  const { fault, mailsTurnedAway, mailsHeld, inventoryAway, queuesDeleted } = day;
  if (mailsTurnedAway) return 'the mail server turns mails away once';
  if (mailsHeld) return 'the mail server is slow to answer';
  if (inventoryAway) return 'inventory-service is away for a while';
  if (queuesDeleted) return 'queues are deleted while their service is down';
  if (!fault) return 'nothing';
  const [point] = fault.at.split(':');
  return `${fault.app} ${makesHandlersFail(day) ? 'fails' : 'is killed'} at ${point}`;
}
