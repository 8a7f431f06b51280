import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/logger.js';

/** One line a request, at debug; of a failure the filter has told already, with its cause. */
export function logOutcomes(server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    const log = request.log as Logger;
    if (log.isLevelEnabled('debug') && !told.has(request))
      log.debug(outcomeOf(request, reply), 'request answered');
    done();
  });
}

const told = new WeakSet<FastifyRequest>();

/** Says that a line of its own tells what became of the request, which then gets no other. */
export const toldOf = (request: FastifyRequest): void => void told.add(request);

/** What the line of a request says: the path as it is declared, for one that was asked for may hold an address. */
export const outcomeOf = (
  { method, routeOptions, params }: FastifyRequest,
  reply: FastifyReply,
  status = reply.statusCode,
): Record<string, unknown> => ({
  method,
  route: routeOptions.url,
  params: idsIn(params, status),
  status,
  durationMs: Math.round(reply.elapsedTime * 10) / 10,
});

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// What else an id looks like. A recipient does not, save a number without its plus.
const ID = /^[A-Za-z0-9._:-]{1,128}$/;
const NO_IDS = new Set(['recipient', '*']);

/**
 * The parts of a path that are ids, for the others are whatever somebody has typed: UUIDs, and where the request was served,
 * so that it did name something, what else looks like an id.
 */
export function idsIn(params: unknown, status: number): Record<string, string> | undefined {
  const ids = Object.entries((params ?? {}) as Record<string, string>).map(([name, value]) => [
    name,
    UUID.test(value) || (status < 400 && ID.test(value) && !NO_IDS.has(name)) ? value : '[redacted]',
  ]);
  return ids.length === 0 ? undefined : (Object.fromEntries(ids) as Record<string, string>);
}
