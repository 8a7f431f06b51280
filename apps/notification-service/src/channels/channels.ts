/** Injects the channels that this service can send by: `readonly Channel[]`. */
export const CHANNELS = Symbol('notification-channels');
