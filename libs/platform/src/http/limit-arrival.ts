import type { FastifyInstance } from 'fastify';
import './fastify-extensions.js';
import { answerProtocolError } from './protocol-errors.js';

const TIMED_OUT = Object.assign(new Error('request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });

/**
 * Answers 408 and closes the connection unless the body of a request has arrived within `ms`. Routes that read a
 * stream are left alone: they read as fast as they can work, and watch for silence themselves.
 */
export function limitArrival(server: FastifyInstance, ms: number): void {
  server.addHook('onRequest', ({ raw, routeOptions }, reply, done) => {
    const hasBody =
      raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length']) > 0;
    if (hasBody && !routeOptions.config.streams) {
      const timer = setTimeout(() => {
        if (reply.raw.headersSent) raw.socket.destroy();
        else answerProtocolError(TIMED_OUT, raw.socket);
      }, ms);
      timer.unref();
      for (const over of ['end', 'close']) raw.once(over, () => clearTimeout(timer));
    }
    done();
  });
}
