/**
 * The longest body that is read. The largest event that a contract allows is shorter, however it is escaped; parsing holds
 * up everything else in the process, heartbeats too; and the prefetch, which counts messages, allows so many of these.
 */
export const BODY_LIMIT_BYTES = 262_144;
