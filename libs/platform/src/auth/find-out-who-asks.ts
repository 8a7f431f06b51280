import type { FastifyInstance } from 'fastify';
import '../http/fastify-extensions.js';
import { claimedPrincipal } from '../http/caller.js';
import type { Clock } from '../kernel/clock.js';
import { type LimitConfig, openRateLimits } from '../limits/rate-limits.js';
import type { Logger } from '../logging/logger.js';
import type { MetricsRegistry } from '../metrics/metrics-registry.js';
import { auditAdministrators } from './audit-administrators.js';
import type { AuthSettings } from './auth-settings.js';
import { openAuthenticator } from './authenticator.js';
import { guardRoutes, limitClaimants } from './doorkeeper.js';
import { REFUSAL_CODES } from './refusals.js';

/** What it takes to find out who asks. */
export interface AuthSurroundings {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: MetricsRegistry;
}

/** From now on handlers know who asks; with authentication, nobody reaches a route that is not for them. */
export async function findOutWhoAsks(
  server: FastifyInstance,
  settings: AuthSettings,
  config: LimitConfig,
  around: AuthSurroundings,
): Promise<void> {
  const { logger, registry } = around;
  server.decorateRequest('principal', undefined);
  server.decorate('claimedPrincipal', settings.mode === 'off' ? claimedPrincipal : undefined);
  const limits = await openRateLimits(config, around);
  const refused = registry.counter(
    'http_refusals_total',
    'Requests refused for who sent them, or as one too many, by code.',
    'code',
  );
  for (const code of REFUSAL_CODES) refused.inc({ code }, 0);
  if (settings.mode === 'off') {
    logger.warn({ AUTH: 'off' }, 'who asks is taken on trust: whoever reaches this address may do anything');
    if (limits) limitClaimants(server, limits, refused);
    return;
  }
  const authenticator = await openAuthenticator(settings, around);
  guardRoutes(server, { authenticator, limits, refused });
  auditAdministrators(server, logger);
}
