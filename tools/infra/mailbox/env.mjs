// @ts-check
import { once } from 'node:events';
import { connect } from 'node:net';
import { messageOf } from '../../support/messages.mjs';
import { Unavailable } from '../ways.mjs';

/**
 * The mail server that `SMTP_HOST`, `SMTP_PORT`, `SMTP_USER` and `SMTP_PASS` name. What it does with the mail is its
 * own affair, so there is no page to look at it.
 * @type {import('../types.mjs').Seek<import('../types.mjs').Mailbox>}
 */
export async function mailServerFromEnvironment({ env }) {
  const host = env['SMTP_HOST'];
  if (!host)
    throw new Unavailable(
      'SMTP_HOST is not set (with SMTP_PORT and, if it asks for them, SMTP_USER and SMTP_PASS)',
    );
  const port = Number(env['SMTP_PORT'] || 25);
  try {
    await greets(host, port);
  } catch (error) {
    throw new Unavailable(`${host}:${port} ${messageOf(error)}`, { surprising: true });
  }
  return {
    value: { host, port, user: env['SMTP_USER'], pass: env['SMTP_PASS'] },
    details: `smtp ${host}:${port}`,
  };
}

/** Resolves when somebody accepts a connection there. @param {string} host @param {number} port */
async function greets(host, port) {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(3000) });
  } finally {
    socket.destroy();
  }
}
