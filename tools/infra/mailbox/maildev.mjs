// @ts-check
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INFRASTRUCTURE } from '../../keeper/client.mjs';
import { usualOrFreePort } from '../../support/ports.mjs';
import { startScript } from '../start-server.mjs';

/**
 * A mailbox in a process of its own, on the ports people expect when they are free.
 * @type {import('../types.mjs').Seek<import('../types.mjs').Mailbox>}
 */
export async function maildevMailbox({ keeper }) {
  const [smtp, web] = [await usualOrFreePort(1025), await usualOrFreePort(1080)];
  await startScript(keeper, {
    name: 'mailbox',
    args: [fileURLToPath(new URL('./server.mjs', import.meta.url)), String(smtp), String(web)],
    env: { ...process.env, TMPDIR: keeper.directory },
    log: join(keeper.directory, 'mailbox.log'),
    stage: INFRASTRUCTURE,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 5000,
  });
  const mailboxUrl = `http://127.0.0.1:${web}`;
  return {
    value: { host: '127.0.0.1', port: smtp, mailboxUrl },
    details: `smtp 127.0.0.1:${smtp}, page ${mailboxUrl}`,
  };
}
