// @ts-check
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../support/http.mjs';
import { messageOf } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

/** @typedef {import('../support/http.mjs').Answer} Answer */

// Longer than looking through a hundred thousand dead letters takes.
const TIMEOUT_MS = 60_000;
const BUSY_FOR_MS = 60_000;

/** Who does it, unless told otherwise: the user of the operating system, in characters that a header can hold. */
export const usualOperator = () => userInfo().username.replaceAll(/[^\x20-\x7e]/g, '?') || 'unknown';

/** Talks to the operator's routes of one service as an administrator. */
export class Desk {
  /** @param {string} service such as `inventory` @param {string[]} urls of its instances @param {string} who */
  constructor(service, urls, who) {
    this.service = service;
    this.urls = urls;
    this.who = who;
  }

  /** @param {string} path */
  get(path) {
    return this.#ask('GET', path);
  }

  /** @param {string} path @param {unknown} body */
  post(path, body) {
    return this.#ask('POST', path, body);
  }

  /** Comes again when it is told to, while somebody else has the dead letters open. @param {string} method @param {string} path @param {unknown} [body] */
  async #ask(method, path, body) {
    const deadline = Date.now() + BUSY_FOR_MS;
    for (;;) {
      const answer = await this.#reach(method, path, body);
      if (answer.body?.code !== 'dead-letters-busy' || Date.now() > deadline) return answer;
      await sleep(Number(answer.headers.get('retry-after')) * 1000);
    }
  }

  /** Asks the first instance that can be connected to. @param {string} method @param {string} path @param {unknown} body */
  async #reach(method, path, body) {
    const headers = { ...credentials(), 'x-operator': this.who };
    const reasons = [];
    for (const url of this.urls) {
      try {
        return await request(url + path, { method, body, headers, timeoutMs: TIMEOUT_MS });
      } catch (error) {
        reasons.push(`${url}: ${messageOf(error)}`);
        // One that has been reached may have begun: asking another would do it twice.
        if (!isRefusedConnection(error)) break;
      }
    }
    throw new ToolError(`${this.service} does not answer: ${reasons.join('; ')}`);
  }
}

/** A token of an administrator, or the claim to be one, which is believed without authentication alone. @returns {Record<string, string>} */
function credentials() {
  const token = process.env['WAYBILL_TOKEN'];
  return token === undefined ? { 'x-role': 'admin' } : { authorization: `Bearer ${token}` };
}

/** @param {unknown} error */
function isRefusedConnection(error) {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

/** The body of an answer; anything else than success is an error that says why. @param {Answer} answer */
export function demanded({ status, body }) {
  if (status < 400) return body;
  const { code = status, detail = '', reasons, queues, streams, errors = [] } = body ?? {};
  const lists = Object.entries({ reasons, queues, streams })
    .filter(([, list]) => Array.isArray(list))
    .map(([name, list]) => `${name}: ${list.join(', ')}`);
  const fields = errors.map(
    (/** @type {{ pointer: string, detail: string }} */ field) => `${field.pointer} ${field.detail}`,
  );
  throw new ToolError([`${code}: ${detail}`, ...lists, ...fields].join('\n  '));
}
