// @ts-check
import { z } from 'zod';
import { ensureBuilt } from '../build.mjs';
import { compiled } from '../support/compiled.mjs';

/**
 * What the auditor takes from the services as they were built last, and from the environment that they run in: names of
 * queues, what orders can go through, and for how long notifications are kept.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Pick<import('./audit-system.mjs').Target, 'topology' | 'bearDeepHeaders' | 'brokenStock' | 'lifecycle' | 'retentionDays'>>}
 */
export async function asBuilt(env) {
  await ensureBuilt(['order-service', 'inventory-service']);
  const [{ WAYBILL }, { topologyOf }, { bearDeepHeaders }, { serviceEnv }, orders, { brokenStock }] =
    await Promise.all([
      compiled('order-service', 'libs/contracts/src/index.js'),
      compiled('order-service', 'libs/messaging/src/topology/topology.js'),
      compiled('order-service', 'libs/messaging/src/connection/shallow-headers.js'),
      compiled('order-service', 'libs/platform/src/config/service-env.js'),
      compiled('order-service', 'apps/order-service/src/orders/domain/order-lifecycle.js'),
      compiled('inventory-service', 'apps/inventory-service/src/stock/persistence/stock-invariants.js'),
    ]);
  const settings = z
    .object({
      RABBITMQ_PREFIX: serviceEnv.RABBITMQ_PREFIX,
      RETRY_DELAYS_MS: serviceEnv.RETRY_DELAYS_MS,
      NOTIFICATION_RETENTION_DAYS: z.coerce.number().int().min(0).default(0),
    })
    .parse(env);
  return {
    topology: topologyOf(WAYBILL, {
      prefix: settings.RABBITMQ_PREFIX,
      retryDelaysMs: settings.RETRY_DELAYS_MS,
    }),
    bearDeepHeaders,
    brokenStock,
    lifecycle: { steps: orders.ORDER_LIFECYCLE, initial: orders.INITIAL_STATUS },
    retentionDays: settings.NOTIFICATION_RETENTION_DAYS,
  };
}
