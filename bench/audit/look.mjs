// @ts-check
// One audit in a process of its own, whose memory is that of the audit alone.
import { asBuilt } from '../../tools/audit/as-built.mjs';
import { auditSystem } from '../../tools/audit/audit-system.mjs';

process.once('message', (databases) => {
  void look(/** @type {import('../../tools/audit/audit-system.mjs').Target['databases']} */ (databases));
});

/** @param {import('../../tools/audit/audit-system.mjs').Target['databases']} databases */
async function look(databases) {
  const known = await asBuilt({});
  const began = Date.now();
  const verdicts = await auditSystem({ databases, ...known });
  const ms = Date.now() - began;
  const broken = verdicts.filter(({ count }) => count > 0).map(({ name, count }) => `${name} (${count})`);
  process.send?.({ ms, maxRssKiB: process.resourceUsage().maxRSS, broken }, () => process.exit());
}
