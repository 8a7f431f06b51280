// @ts-check
import { auditSystem } from '../audit/audit-system.mjs';

// Everything is at rest when the auditor comes, so nothing may still be on its way.
const DEADLINE_MS = 5000;

/**
 * What the auditor finds wrong, in words.
 * @param {import('./databases.mjs').Ground & { someNode: () => { url: string, managementUrl: string } }} world
 */
export async function audit(world) {
  const { asBuilt } = await import('../audit/as-built.mjs');
  const { url: brokerUrl, managementUrl } = world.someNode();
  const target = {
    databases: world.server.postgres.databases,
    brokerUrl,
    managementUrl,
    deadlineMs: DEADLINE_MS,
    ...(await asBuilt({})),
  };
  return (await auditSystem(target))
    .filter(({ count }) => count > 0)
    .map(({ name, count, rows }) => `audit: ${name}, ${count} times: ${JSON.stringify(rows[0])}`);
}
