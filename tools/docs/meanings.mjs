// @ts-check

/** What the attributes of the envelope mean. @type {Readonly<Record<string, string>>} */
export const ENVELOPE_MEANINGS = {
  specversion: 'The version of CloudEvents.',
  id: 'The event. A UUIDv7, so ids sort by age; the same on every repeat.',
  source: 'Who publishes it, such as `/order-service`.',
  type: 'The name of the contract; also the routing key.',
  subject: 'The id of the aggregate it happened to.',
  sequence: "The event's place in the stream of its subject: 1, 2, 3, … without holes.",
  time: 'When it happened, in UTC.',
  datacontenttype: 'The form of `data`.',
  dataschema: "The schema of `data`; ends in the contract's major version.",
  tenant: 'The shop it belongs to; `default` where there is one shop.',
  correlationid: 'The request or job that everything here goes back to.',
  causationid: 'The event that led to this one; absent when a request did.',
  traceparent: 'W3C trace context of what led to it, if there was one.',
  tracestate: 'What tracing systems on the way have added to it.',
};

/**
 * What the fields of `data` mean, by their path; `type:path` where an event means something of its own.
 * @type {Readonly<Record<string, string>>}
 */
export const FIELD_MEANINGS = {
  orderId: 'The order.',
  customerId: 'The customer it belongs to.',

  'order.created:lines': 'What was ordered, in the order of the request; a product may occur twice.',
  lines: 'What it is about, every product once.',
  'lines[].productId': "The shop's name for the product.",
  'lines[].quantity': 'How many.',
  'lines[].name': 'What the product was called when it was ordered.',
  'lines[].unitPrice': "The price of one, in minor units of the order's currency.",
  total: 'The sum of all lines.',
  'total.amount': 'Minor units of the currency: 2999 are 29.99 EUR.',
  'total.currency': 'ISO 4217.',
  contact: 'Where to reach whoever placed the order.',
  'contact.email': 'For e-mail.',
  'contact.phone': 'In the form of E.164.',

  paymentRequired: 'Whether its stock is held for a while only, until it is paid for.',
  changed: 'Which parts of the order read differently now.',
  'order.updated:status': 'Where the order stands.',
  'order.updated:lines': 'What is ordered now; a product may occur twice.',
  changeId: 'The change that was asked for; the answer names it too.',
  amount: 'How much.',
  'amount.amount': 'Minor units of the currency: 2999 are 29.99 EUR.',
  'amount.currency': 'ISO 4217.',
  link: 'Where the customer pays.',
  expiresAt: 'Until when; afterwards the order is cancelled.',
  transactionId: "The payment provider's name for the payment.",
  cause: 'Why it has to be given back, to branch on.',

  trackingCompany: 'Who follows the parcel, where that is not the carrier.',
  carrier: 'Who carries the goods.',
  trackingNumber: "The carrier's name for the parcel.",
  deliveredAt: 'When the goods were handed over.',
  signature: 'Who took the goods.',
  code: 'Who or what ended the order, to branch on.',
  reason: 'Why, for the customer to read.',

  shortages: 'Every product that could not be had, or not in that number.',
  'shortages[].productId': "The shop's name for the product.",
  'shortages[].requested': 'How many were asked for, all lines summed.',
  'shortages[].available': 'How many there were.',
  'shortages[].known': 'Whether the shop has a product of that name at all.',
  'inventory.reservation.change_refused:shortages':
    'Every product that could not be had in that number; empty when nothing was held that could be changed.',
  'inventory.reservation.change_refused:shortages[].requested': 'How many the order wants in all.',
  'inventory.reservation.change_refused:shortages[].available':
    'How many it could have in all: those it holds and those that can still be promised.',
  restocked: 'Whether the goods had left and came back, rather than only being held.',

  expiredAt: 'When it had been held long enough.',

  subscriptionId: 'The wish to be told; it ends when it has been fulfilled.',
  email: 'Whom to tell, if not by the contact book.',
  'inventory.subscription.added:customerId': 'Whom to tell, by the contact book.',

  productId: "The shop's name for the product.",
  name: 'What the product is called.',
  price: 'What one costs.',
  'price.amount': 'Minor units of the currency: 2999 are 29.99 EUR.',
  'price.currency': 'ISO 4217.',
  status: 'Whether it can be ordered.',
  onHand: 'Units in the warehouse: `available` and `reserved` together.',
  available: 'Units that can still be promised.',
  reserved: 'Units promised to orders that have not left yet.',
  threshold: 'The level at or below which the shop wants to be told.',

  notificationId: 'The notification; it leads to the recipient and the text.',
  kind: 'What it was about, such as `order-confirmed`.',
  channel: 'The way it took.',
  'notification.sent:orderId': 'The order it was about, if it was about one.',
  'notification.failed:orderId': 'The order it was about, if it was about one.',

  requestId: 'The request; a repeat of it is dropped.',
  recipient: 'The address to write to. Without it the contact book says how to reach the customer.',
  'order.notification:orderId': 'The order it is about, if it is about one.',
  'order.notification:customerId': 'Whom to tell, by the contact book, where no recipient is named.',
  'order.notification:channel': 'The way to take; e-mail unless said otherwise.',
  subject: 'One line.',
  message: 'Plain text.',
  metadata: 'What it concerns besides. Flat; names are 1 to 64 letters, digits or _ . -',
  'order.cancelled.notification:customerId':
    'Whom to tell, by the contact book, where no recipient is named.',

  error: 'How the last attempt failed, without addresses.',
  attempts: 'How often it was tried.',
};
