/** Injects how long a customer has to pay once the stock is held, in milliseconds: `number`. */
export const PAYMENT_WINDOW_MS = Symbol('order.payment-window-ms');
