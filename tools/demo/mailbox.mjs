// @ts-check
import { request } from '../support/http.mjs';

/** @typedef {{ recipient: string, subject: string, messageId: string }} ArrivedMail */

/**
 * The mails in a mailbox to addresses that contain a text.
 * @param {string} mailboxUrl
 * @param {string} text
 * @returns {Promise<ArrivedMail[]>}
 */
export async function mailsTo(mailboxUrl, text) {
  const { body } = await request(`${mailboxUrl}/api/email`, { timeoutMs: 60_000 });
  return body.flatMap((/** @type {any} */ { id, subject, headers, to }) =>
    to
      .filter((/** @type {{ address: string }} */ { address }) => address.includes(text))
      .map((/** @type {{ address: string }} */ { address }) => ({
        recipient: address,
        subject,
        messageId: String(headers['message-id'] ?? id),
      })),
  );
}

/**
 * The mails without those that arrived again under the same Message-ID: a sender that crashed after the server took
 * its mail, and before it could note so, can only send it once more, and mail programs show it once.
 * @param {ArrivedMail[]} mails
 */
export function withoutRepeats(mails) {
  return [...new Map(mails.map((mail) => [`${mail.recipient} ${mail.messageId}`, mail])).values()];
}
