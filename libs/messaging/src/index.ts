export { queueState } from './connection/queue-state.js';
export { bearDeepHeaders, bearDeepHeadersOn } from './connection/shallow-headers.js';
export { EventConsumer } from './consumer/event-consumer.js';
export { type EventBatch, type EventHandler, HandlesEvent } from './consumer/handles-event.js';
export {
  type DatabaseConfig,
  dataSourceOptions,
  migrateDatabase,
  openDataSource,
} from './database/data-source.js';
export {
  createIncidentTablesV1,
  createMessagingTablesV1,
  dropIncidentTablesV1,
  dropMessagingTablesV1,
} from './database/messaging-tables.js';
export { IdempotentRequests } from './idempotency/idempotent-requests.js';
export { type Answer, type IdempotentRequest, onceEach } from './idempotency/stored-answers.js';
export type { MessagingOptions } from './messaging-options.js';
export { MessagingModule } from './messaging.module.js';
export { mapped, type Outcome, outcomeOf, valuesOf } from './transaction/outcome.js';
export { prepared } from './transaction/prepared.js';
export { SharedTransactions } from './transaction/shared-transactions.js';
export { type Bind, type Statement, statement } from './transaction/statement.js';
export { textArray } from './transaction/text-array.js';
export { Transactions } from './transaction/transactions.js';
export type { Queryable, Tx } from './transaction/tx.js';
export { type Inbound, type Topology, topologyOf } from './topology/topology.js';
