import type { NodemailerError } from 'nodemailer';

/**
 * What an SMTP error says: `refused` for good, `failed` this time, `unreachable` server; `unclear` when a session broke
 * off, which tells nothing about whose fault it was.
 */
type SmtpFailure = 'refused' | 'failed' | 'unreachable' | 'unclear';

const ABOUT_THE_MAIL = new Set(['EENVELOPE', 'EMESSAGE']);
const NO_SERVER = new Set(['EDNS', 'EAUTH', 'ENOAUTH', 'EPROXY']);
const NO_CONNECTION = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENOTFOUND']);
const NO_SESSION = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);

const CLOSING = 421;
// "Authentication required", and its relatives: our account is at fault, not the mail.
const OUR_ACCOUNT = new Set([530, 534, 535, 538]);

/** Judges by codes alone, those of nodemailer and those of the server's reply, never by wording. */
export const judge = (error: NodemailerError): SmtpFailure =>
  error.responseCode === undefined ? judgeSilence(error) : judgeReply(error.responseCode, error);

function judgeReply(reply: number, { code = '', permanent }: NodemailerError): SmtpFailure {
  // A reply to the greeting, EHLO or STARTTLS, or about the login, says that the server is not open for our business.
  const isAboutTheMail = ABOUT_THE_MAIL.has(code) && reply !== CLOSING && !OUR_ACCOUNT.has(reply);
  if (!isAboutTheMail) return 'unreachable';
  return permanent ? 'refused' : 'failed';
}

function judgeSilence({ code = '', originalCode = '', timeoutType }: NodemailerError): SmtpFailure {
  // Nodemailer itself found the mail unfit, such as larger than the server takes.
  if (ABOUT_THE_MAIL.has(code)) return 'refused';
  const nobodyThere =
    NO_SERVER.has(code) || NO_CONNECTION.has(originalCode) || NO_SESSION.has(timeoutType ?? '');
  return nobodyThere ? 'unreachable' : 'unclear';
}

// No such mailbox, or one that has moved; 552 and 554 are about the mail, or about us.
const NO_MAILBOX = new Set([550, 551, 553]);
// RFC 3463: 5.1.x is about the address, 5.2.1 a mailbox that was closed; 5.7.x, say, is about who sends.
const ENHANCED_CODE = /\b5\.\d{1,3}\.\d{1,3}\b/;
const ABOUT_THE_ADDRESS = /^5\.(?:1\.\d+|2\.1)$/;

/** Whether a refusal is due to the recipient's address alone, so that no other mail would arrive there either. */
export function blamesAddress({ code, command, responseCode = 0, response }: NodemailerError): boolean {
  if (code !== 'EENVELOPE' || command !== 'RCPT TO' || !NO_MAILBOX.has(responseCode)) return false;
  const enhanced = ENHANCED_CODE.exec(response ?? '')?.[0];
  return enhanced === undefined || ABOUT_THE_ADDRESS.test(enhanced);
}

const ADDRESS = /<?[^\s<>"'(),:;]+@[^\s<>"'(),:;]+>?/g;
const LONGEST_REASON = 500;

/** The error in one line without e-mail addresses, which servers like to quote back, at most 500 characters. */
export function reasonOf({ message }: Error): string {
  const line = message.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.replace(ADDRESS, '<address>').slice(0, LONGEST_REASON) || 'no reason given';
}
