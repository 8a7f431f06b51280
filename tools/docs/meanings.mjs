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
  restocked: 'Whether the goods had left and came back, rather than only being held.',

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
  error: 'How the last attempt failed, without addresses.',
  attempts: 'How often it was tried.',
};
