import { bearDeepHeaders } from '@app/messaging';
import { testServers, type World } from '@app/testing';
import { brokenStock } from '../apps/inventory-service/src/stock/persistence/stock-invariants.js';
import { INITIAL_STATUS, ORDER_LIFECYCLE } from '../apps/order-service/src/orders/domain/order-lifecycle.js';
import { auditSystem, type Target } from '../tools/audit/audit-system.mjs';
import type { Verdict } from '../tools/audit/invariant.mjs';

/** What the auditor of `npm run audit` finds in a world, with the broker; nothing takes any time unless said otherwise. */
export function auditWorld(
  world: World,
  patience: Pick<Target, 'deadlineMs' | 'countedWithinMs'> = {},
): Promise<Verdict[]> {
  const { rabbitmqUrl: brokerUrl, managementUrl } = testServers();
  const broker = { brokerUrl, ...(managementUrl && { managementUrl }) };
  return findings({ ...targetOf(world), ...broker, deadlineMs: 0, ...patience });
}

/** What it finds in the databases alone that no waiting can put right; as itself, if its accounts are given. */
export const auditDatabases = (world: World, accounts?: Accounts): Promise<Verdict[]> =>
  findings(targetOf(world, accounts));

/** Whom the auditor logs in as. */
type Accounts = Readonly<Record<keyof World['databases'], { username: string; password: string }>>;

const targetOf = ({ databases, topology }: World, accounts?: Accounts): Target => ({
  databases: {
    order: { ...placeOf(databases.order), ...accounts?.order },
    inventory: { ...placeOf(databases.inventory), ...accounts?.inventory },
    notification: { ...placeOf(databases.notification), ...accounts?.notification },
  },
  topology,
  bearDeepHeaders,
  brokenStock,
  lifecycle: { steps: ORDER_LIFECYCLE, initial: INITIAL_STATUS },
  graceMs: 100,
});

const placeOf = ({ config }: World['databases']['order']) => {
  const { host, port, database: name, username, password } = config;
  return { host, port, name, username, password };
};

const findings = async (target: Target): Promise<Verdict[]> =>
  (await auditSystem(target)).filter(({ count }) => count > 0);
