import type { IncomingMessage } from 'node:http';
import { newId } from '../kernel/ids.js';
import { onlyHeader } from './headers.js';

/** The header that names a chain of requests and events, in both directions. */
export const CORRELATION_HEADER = 'x-correlation-id';

const PRINTABLE = /^[\x20-\x7e]{1,128}$/;

/** The caller's correlation id when it is one header of 1 to 128 printable ASCII characters, otherwise a new UUID. */
export function correlationIdOf(request: IncomingMessage): string {
  const sent = onlyHeader(request, CORRELATION_HEADER);
  return sent !== undefined && PRINTABLE.test(sent) ? sent : newId();
}
