/** Injection token of the `MessagingOptions`. */
export const MESSAGING_OPTIONS = Symbol('waybill-messaging-options');
