import type { Stream } from './kernel/index.js';

export const orderStream: Stream = { name: 'order', publisher: 'order', subject: 'order id' };
export const reservationStream: Stream = { name: 'reservation', publisher: 'inventory', subject: 'order id' };
export const productStream: Stream = { name: 'product', publisher: 'inventory', subject: 'product id' };
export const notificationStream: Stream = {
  name: 'notification',
  publisher: 'notification',
  subject: 'notification id',
};
/** What other systems want somebody to be told. */
export const notificationRequestStream: Stream = {
  name: 'notification-request',
  publisher: 'anyone',
  subject: 'request id',
  onceFor: 'requestId',
};
