export { Brakes } from './admission/brakes.js';
export { StartsWork, yieldPlace } from './admission/starts-work.js';

export { Allows } from './auth/access.js';
export { authEnv } from './auth/auth-env.js';
export { isOwnOf, ownerOf } from './auth/ownership.js';
export type { Principal } from './auth/principal.js';

export { type BrokerAddress, brokerAddress } from './config/broker-address.js';
export { ConfigError } from './config/config-error.js';
export { loadConfig } from './config/load-config.js';
export { type ServiceConfig, serviceEnv } from './config/service-env.js';
export { confidential, flag, int, milliseconds, port, secret, topic, url } from './config/variables.js';

export { Clock, systemClock } from './kernel/clock.js';
export { DomainError, type FieldError } from './kernel/domain-error.js';
export { idAt, newId } from './kernel/ids.js';
export { type Pace, Tempo } from './kernel/tempo.js';
export { WakeUp } from './kernel/wake-up.js';

export { messageOf } from './logging/describe-error.js';
export { createLogger, LOGGER, type Logger } from './logging/logger.js';

export { isOutage } from './problems/outage.js';
export { fieldErrors } from './problems/schema-issues.js';

export { assertAdmin } from './http/admin-only.js';
export { type Caller, DEFAULT_TENANT, RequestCaller } from './http/caller.js';
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
export { EventStream, eventMessage } from './http/event-stream.js';
export { EventStreams } from './http/event-streams.js';
export { fingerprint } from './http/fingerprint.js';
export { IdempotencyKey } from './http/idempotency-key.js';
export { LastEventId } from './http/last-event-id.js';
export {
  type AnswerPage,
  type Page,
  PageAnswer,
  pageOf,
  pageQuery,
  type PageQuery,
  queryFlag,
} from './http/page.js';
export { parseJson } from './http/json-body.js';
export { type ListQuery, listQuery, type Stretch, stretchOf } from './http/list-query.js';
export { AcceptsStream, StreamedBody, type BodyStream, readWithin } from './http/streamed-body.js';
export { Operator } from './http/operator.js';
export { PreferWait } from './http/prefer-wait.js';
export { moment, someOf } from './http/query-values.js';
export { KeepsRawBody } from './http/raw-body.js';

export { ApiAnswer } from './openapi/api-answer.js';
export { ApiEventStream } from './openapi/api-event-stream.js';
export { ApiProblem } from './openapi/api-problem.js';

export { limitEnv } from './limits/limit-env.js';

export { HealthRegistry } from './health/health-registry.js';
export { MetricsRegistry } from './metrics/metrics-registry.js';

export { Chores } from './lifecycle/chores.js';
export { Lifecycle } from './lifecycle/lifecycle.js';
export { Rounds } from './lifecycle/rounds.js';
export { runService } from './lifecycle/run-service.js';

export { stop } from './lifecycle/stop.js';
export { type Attributes, type Span, type Tracer, tracer, traceWith, within } from './tracing/tracer.js';
