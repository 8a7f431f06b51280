import { messageIdOf } from './smtp-channel.js';

it.each([
  ['orders@shop.example', '<n-1@shop.example>'],
  ['Waybill <orders@shop.example>', '<n-1@shop.example>'],
  ['Waybill <orders@localhost> ', '<n-1@localhost>'],
])('names a mail from %s by its notification', (from, messageId) => {
  expect(messageIdOf('n-1', from)).toBe(messageId);
});
