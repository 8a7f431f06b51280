import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Counter } from 'prom-client';
import '../http/fastify-extensions.js';
import type { RateLimits } from '../limits/rate-limits.js';
import { sendProblem } from '../problems/send-problem.js';
import { accessOf } from './access.js';
import type { Authenticator } from './authenticator.js';
import { refusalOf } from './authorize.js';
import { ANONYMOUS, type Principal } from './principal.js';
import type { Refusal } from './refusals.js';

/** Whom the doorkeeper asks. */
export interface Doorkeeper {
  readonly authenticator: Pick<Authenticator, 'identify' | 'close'>;
  readonly limits: RateLimits | undefined;
  /** Requests that were refused, by code. */
  readonly refused: Counter;
}

/**
 * Lets nobody through to a route whom it is not for, or who asks for too much, and tells handlers who asks. It decides
 * before a body is read, and before the route's own code has seen anything.
 */
export function guardRoutes(server: FastifyInstance, keeper: Doorkeeper): void {
  const { authenticator, limits, refused } = keeper;
  server.addHook('onRequest', (request, reply, done) => {
    const access = accessOf(request);
    // Nothing is there, or it is for everyone: nobody needs to be known, and a wrong token does no harm. That no other
    // route is without a word has been seen to by `requireAccess`.
    if (access === 'everyone' || access === undefined) {
      request.principal = ANONYMOUS;
      return done();
    }
    const conclude = (refusal: Refusal | undefined): void => {
      if (!refusal) return done();
      refused.inc({ code: refusal.code });
      refuse(request, reply, refusal);
    };
    const admit = (found: Principal | Refusal): Promise<void> | void => {
      const principal = 'role' in found ? found : ANONYMOUS;
      request.principal = principal;
      const refusal = 'role' in found ? refusalOf(access, found) : found;
      if (!limits) return conclude(refusal);
      return limits.refusalFor(request, reply, principal).then((tooMany) => conclude(tooMany ?? refusal));
    };
    const fail = (error: Error): void => done(error);
    const found = authenticator.identify(request);
    // Neither ever rejects; should one do it all the same, the request fails and the process does not.
    const under = found instanceof Promise ? found.then(admit) : admit(found);
    under?.catch(fail);
  });
  server.addHook('onClose', (_server, done) => {
    authenticator.close();
    limits?.close();
    done();
  });
}

/** Not thrown: a line in the log for each would be a present to whoever sends many. */
function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  if (refusal.challenge !== undefined) reply.header('www-authenticate', refusal.challenge);
  sendProblem(request, reply, refusal);
}

/** Bounds how much is asked for where who asks is taken on trust; nobody is refused for who they are. */
export function limitClaimants(server: FastifyInstance, limits: RateLimits, refused: Counter): void {
  server.addHook('onRequest', (request, reply, done) => {
    const access = accessOf(request);
    if (access === 'everyone' || access === undefined) return done();
    const conclude = (refusal: Refusal | undefined): void => {
      if (!refusal) return done();
      refused.inc({ code: refusal.code });
      refuse(request, reply, refusal);
    };
    const fail = (error: Error): void => done(error);
    limits.refusalFor(request, reply, claimed(request)).then(conclude).catch(fail);
  });
  server.addHook('onClose', (_server, done) => {
    limits.close();
    done();
  });
}

function claimed(request: FastifyRequest): Principal {
  try {
    return request.server.claimedPrincipal?.(request) ?? ANONYMOUS;
  } catch {
    // The route says what is wrong with the claim.
    return ANONYMOUS;
  }
}
