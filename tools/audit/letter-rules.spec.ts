import { lettersOnce } from './letter-rules.mjs';
import type { Case } from './order-facts.mjs';

const CREATED = ['order.created', 'order.confirmed'];
const LETTERS: Case['letters'] = { 'order-received': [1, 1, 1], 'order-confirmed': [1, 1, 1] };

const judged = (of: Partial<Case> & { change?: string }) => {
  const { events = CREATED } = of;
  const order = {
    key: 'o',
    status: 'CONFIRMED',
    version: events.length,
    ageMs: 0,
    since: new Date(),
    change: of.change ?? null,
    needsLink: false,
    overdueMs: null,
    goods: '',
  };
  const heard = { inventory: events.length, notification: events.length, order: 1 };
  const subject = {
    key: 'o',
    order,
    reservation: undefined,
    events,
    recentEvents: events,
    heard,
    letters: LETTERS,
  };
  return lettersOnce.judge({ ...subject, ...of }, { deadlineMs: 0, retentionDays: 0 })?.row['notifications'];
};

describe('the letters of an order', () => {
  it('are one for each event that has one', () => {
    expect(judged({})).toBeUndefined();
  });

  it.each<[string, Parameters<typeof judged>[0], string]>([
    ['one is missing', { letters: { 'order-received': [1, 1, 1] } }, 'order-confirmed: 0 of 1'],
    ['one is of no event', { letters: { ...LETTERS, 'order-shipped': [1, 1, 1] } }, 'order-shipped: 1 of 0'],
    [
      'one is of two events',
      { letters: { ...LETTERS, 'order-received': [2, 2, 2] } },
      'order-received: 2 of 1',
    ],
    [
      'one is there twice',
      { letters: { ...LETTERS, 'order-received': [1, 2, 1] } },
      'order-received: 1 of 1, repeated',
    ],
    [
      'other goods are not told',
      { events: [...CREATED, 'order.change_requested', 'order.updated'], change: 'APPLIED' },
      'order-changed: 0 of 1',
    ],
  ])('are wrong when %s', (_, of, wrong) => {
    expect(judged(of)).toBe(wrong);
  });

  it('may go by more channels than one', () => {
    expect(judged({ letters: { ...LETTERS, 'order-received': [1, 3, 3] } })).toBeUndefined();
  });

  it('may be gone when their events are older than notifications are kept', () => {
    expect(
      judged({ recentEvents: ['order.confirmed'], letters: { 'order-confirmed': [1, 1, 1] } }),
    ).toBeUndefined();
    expect(judged({ recentEvents: ['order.confirmed'], letters: {} })).toBe('order-confirmed: 0 of 1');
  });

  it('are not judged before the notification service has heard of everything', () => {
    const heard = { inventory: 2, notification: 1, order: 1 };
    expect(judged({ heard, letters: {} })).toBeUndefined();
  });
});
