import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../auth/principal.js';
import type { Refusal } from '../auth/refusals.js';
import type { ServiceConfig } from '../config/service-env.js';
import type { Clock } from '../kernel/clock.js';
import type { Logger } from '../logging/logger.js';
import { networkOf } from './address.js';
import { RequestCounter, type SharedCounter, type Standing } from './counter.js';
import type { limitEnv } from './limit-env.js';
import { openRedisCounter } from './redis-counter.js';

/** What is read of the environment to bound how much one may ask for. */
export type LimitConfig = Pick<ServiceConfig, keyof typeof limitEnv>;

const tooMany = (seconds: number): Refusal => ({
  status: 429,
  code: 'too-many-requests',
  detail: 'You have asked for more than is granted in this time.',
  retryAfterSeconds: seconds,
});

/**
 * Bounds how much each principal may ask for in a window, and those who do not say who they are by their address, and
 * says on every answer where they stand (draft-ietf-httpapi-ratelimit-headers-11).
 */
export class RateLimits {
  constructor(
    private readonly principals: RequestCounter | undefined,
    private readonly strangers: RequestCounter | undefined,
    readonly close: () => void,
  ) {}

  /** Why a request of somebody, or of nobody known, is one too many; undefined when it is not. */
  async refusalFor(
    { ip }: FastifyRequest,
    reply: FastifyReply,
    { role, id }: Principal,
  ): Promise<Refusal | undefined> {
    const counter = id === undefined ? this.strangers : this.principals;
    if (!counter) return undefined;
    const standing = await counter.count(id === undefined ? networkOf(ip) : `${role}:${id}`);
    tell(reply, counter, standing);
    return standing.isOver ? tooMany(standing.resetSeconds) : undefined;
  }
}

function tell(reply: FastifyReply, { quota }: RequestCounter, { remaining, resetSeconds }: Standing): void {
  const { name, requests, windowSeconds } = quota;
  reply
    .header('ratelimit-policy', `"${name}";q=${requests};w=${windowSeconds}`)
    .header('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`);
}

/** The limits that an environment asks for; undefined when there are none. */
export async function openRateLimits(
  { RATE_LIMIT_REQUESTS, RATE_LIMIT_STRANGERS, RATE_LIMIT_WINDOW_S, REDIS_URL }: LimitConfig,
  { clock, logger }: { clock: Clock; logger: Logger },
): Promise<RateLimits | undefined> {
  if (RATE_LIMIT_REQUESTS === 0 && RATE_LIMIT_STRANGERS === 0) return undefined;
  const redis = REDIS_URL === undefined ? undefined : await openRedisCounter(REDIS_URL);
  const counterOf = (name: string, requests: number, shared?: SharedCounter) =>
    requests === 0
      ? undefined
      : new RequestCounter({ name, requests, windowSeconds: RATE_LIMIT_WINDOW_S }, shared, clock, logger);
  return new RateLimits(
    counterOf('principal', RATE_LIMIT_REQUESTS, redis?.counter),
    counterOf('address', RATE_LIMIT_STRANGERS, redis?.counter),
    redis?.close ?? (() => undefined),
  );
}
