// @ts-check
import { once } from 'node:events';

/**
 * A mail server that takes every mail, and remembers of each only how often it came.
 * @typedef {object} Mailbox
 * @property {number} port
 * @property {Map<string, number>} arrivals by `Message-ID`
 */

/** @returns {Promise<Mailbox>} */
export async function openMailbox() {
  const { SMTPServer } = await import('smtp-server');
  /** @type {Map<string, number>} */
  const arrivals = new Map();
  /** @param {import('smtp-server').SMTPServerDataStream} stream */
  const note = async (stream) => {
    const id = messageIdIn(Buffer.concat(await stream.toArray()).toString('utf8'));
    arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
  };
  const server = new SMTPServer({
    noDelay: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, accept) => void note(stream).then(() => accept(), accept),
  });
  // A sender that is killed breaks its connection.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.server.address());
  return { port, arrivals };
}

/** @param {string} mail */
function messageIdIn(mail) {
  const [head = ''] = mail.split('\r\n\r\n', 1);
  return /^message-id:\s*(\S+)/im.exec(head)?.[1] ?? '(without Message-ID)';
}
