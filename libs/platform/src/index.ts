export { ConfigError } from './config/config-error.js';
export { loadConfig } from './config/load-config.js';
export { type ServiceConfig, serviceEnv } from './config/service-env.js';
export { flag, int, milliseconds, port, secret } from './config/variables.js';

export { Clock } from './kernel/clock.js';
export { DomainError, type FieldError } from './kernel/domain-error.js';
export { newId } from './kernel/ids.js';
export { WakeUp } from './kernel/wake-up.js';

export { createLogger, LOGGER, type Logger } from './logging/logger.js';

export { isOutage } from './problems/outage.js';

export { type Caller, DEFAULT_TENANT, type Principal, RequestCaller } from './http/caller.js';
export { createHttpApp } from './http/create-http-app.js';
export { decodeCursor, encodeCursor } from './http/cursor.js';
export {
  type AnswerWithEtag,
  assertMatches,
  etag,
  EtagAnswer,
  IfMatch,
  PreconditionFailed,
} from './http/etag.js';
export { fingerprint } from './http/fingerprint.js';
export { IdempotencyKey } from './http/idempotency-key.js';
export { type AnswerPage, type Page, PageAnswer, pageQuery, type PageQuery } from './http/page.js';
export { PreferWait } from './http/prefer-wait.js';

export { ApiAnswer } from './openapi/api-answer.js';
export { ApiProblem } from './openapi/api-problem.js';

export { HealthRegistry } from './health/health-registry.js';
export { MetricsRegistry } from './metrics/metrics-registry.js';

export { Lifecycle } from './lifecycle/lifecycle.js';
export { runService } from './lifecycle/run-service.js';

export { stop } from './lifecycle/stop.js';
