import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import '../http/fastify-extensions.js';
import { sendProblem } from '../problems/send-problem.js';
import { accessOf } from './access.js';
import type { Authenticator } from './authenticator.js';
import { refusalOf } from './authorize.js';
import { ANONYMOUS, type Principal } from './principal.js';
import type { Refusal } from './refusals.js';

/**
 * Lets nobody through to a route whom it is not for, and tells handlers who asks. It decides before a body is read, and
 * before the route's own code has seen anything.
 */
export function guardRoutes(server: FastifyInstance, authenticator: Authenticator): void {
  server.addHook('onRequest', (request, reply, done) => {
    const access = accessOf(request);
    // Nothing is there, or it is for everyone: nobody needs to be known, and a wrong token does no harm. That no other
    // route is without a word has been seen to by `requireAccess`.
    if (access === 'everyone' || access === undefined) {
      request.principal = ANONYMOUS;
      return done();
    }
    const admit = (found: Principal | Refusal): void => {
      const refusal = 'status' in found ? found : refusalOf(access, found);
      if ('role' in found) request.principal = found;
      if (refusal) refuse(request, reply, refusal);
      else done();
    };
    const found = authenticator.identify(request);
    if (found instanceof Promise) void found.then(admit, done);
    else admit(found);
  });
  server.addHook('onClose', (_server, done) => {
    authenticator.close();
    done();
  });
}

/** Not thrown: a line in the log for each would be a present to whoever sends many. */
function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  if (refusal.challenge !== undefined) reply.header('www-authenticate', refusal.challenge);
  sendProblem(request, reply, refusal);
}
