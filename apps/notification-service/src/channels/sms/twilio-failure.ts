import { PermanentRefusal, ProviderUnreachable, TemporaryFailure } from '../domain/channel.js';

/** What the library rejects with: an answer of Twilio's with its status and code, or an error of the connection. */
interface TwilioError {
  readonly message?: string;
  readonly status?: number;
  readonly code?: number | string;
}

// Not a number, not one that takes texts, or one whose owner has said STOP.
const BAD_NUMBER = new Set([21211, 21214, 21217, 21401, 21407, 21421, 21610, 21614]);
// Our account, our credentials, or the number or service that we send from.
const OUR_ACCOUNT = new Set([
  20003, 20005, 20008, 20404, 21212, 21603, 21606, 21659, 21660, 21701, 21703, 21705,
]);
// Too many at once, here or further on.
const BUSY = new Set([20429, 21611, 30001]);
const OUR_ACCESS = new Set([401, 403, 404]);
// None of these can have reached Twilio; a reset or silence may have come after the message was taken.
const NO_CONNECTION = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/** What follows from an error of Twilio's library, by its codes and never by its wording. */
export function failureOf(cause: TwilioError): Error {
  const reason = reasonOf(cause);
  if (cause.status === undefined) {
    const nobodyThere = NO_CONNECTION.has(String(cause.code));
    return nobodyThere ? new ProviderUnreachable(reason, { cause }) : new TemporaryFailure(reason, { cause });
  }
  return judgeAnswer(cause.status, Number(cause.code), reason);
}

// Without the cause: what Twilio answers quotes the number.
function judgeAnswer(status: number, code: number, reason: string): Error {
  if (BAD_NUMBER.has(code)) return new PermanentRefusal(reason, { addressAtFault: true });
  if (OUR_ACCOUNT.has(code)) return new ProviderUnreachable(reason);
  if (BUSY.has(code) || mayPass(status)) return new TemporaryFailure(reason);
  return OUR_ACCESS.has(status) ? new ProviderUnreachable(reason) : new PermanentRefusal(reason);
}

const BUSY_STATUSES = new Set([408, 429]);

const mayPass = (status: number): boolean => status >= 500 || status < 400 || BUSY_STATUSES.has(status);

const NUMBER = /\+?\d[\d\s().-]{5,}\d/g;
const LONGEST_REASON = 500;

/** The error in one line without telephone numbers, at most 500 characters. */
function reasonOf({ status, code, message }: TwilioError): string {
  const line = (message ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(NUMBER, '<number>');
  const codes = [status, code].filter((part) => part !== undefined && part !== null).join('/');
  return `Twilio ${codes}: ${line || 'no reason given'}`.slice(0, LONGEST_REASON);
}
