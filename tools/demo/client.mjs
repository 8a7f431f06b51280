// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../support/http.mjs';
import { messageOf } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

/** @typedef {import('../support/http.mjs').Answer} Answer */
/** @typedef {{ method?: string, body?: unknown, headers?: Record<string, string> }} Call */

const GIVE_UP_AFTER_MS = 60_000;
const PAGE = 100;

/**
 * Talks to the instances of one service in turn, and repeats what got no answer, or one that asks to be repeated, from
 * the next of them for up to a minute. Safe for requests that carry an Idempotency-Key or change nothing.
 */
export class Client {
  #turn = 0;
  /** How often a request was repeated. */
  repeats = 0;

  /** @param {string[]} urls @param {string} [token] of somebody who may do what is asked for, where services ask who it is */
  constructor(urls, token = process.env['WAYBILL_TOKEN']) {
    this.urls = urls;
    /** @type {Record<string, string>} */
    this.credentials = token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  /** @param {string} path @param {Call} [call] @returns {Promise<Answer>} */
  async send(path, call) {
    const deadline = Date.now() + GIVE_UP_AFTER_MS;
    for (let pause = 100; ; pause = Math.min(pause * 2, 1000)) {
      const url = this.#nextUrl() + path;
      const outcome = await attempt(url, {
        ...call,
        headers: { ...this.credentials, ...call?.headers },
      });
      if (typeof outcome !== 'string') return outcome;
      if (Date.now() > deadline) throw new ToolError(`${call?.method ?? 'GET'} ${url}: ${outcome}`);
      this.repeats += 1;
      await sleep(pause * (0.5 + Math.random()));
    }
  }

  /** All items of a list, page by page. @param {string} path @returns {Promise<any[]>} */
  async list(path) {
    const items = [];
    /** @type {string | undefined} */
    let next = `${path}?limit=${PAGE}`;
    while (next !== undefined) {
      const { status, headers, body } = await this.send(next);
      if (status !== 200) throw new ToolError(`GET ${next}: ${status} ${JSON.stringify(body)}`);
      items.push(...body);
      next = nextPage(headers);
    }
    return items;
  }

  #nextUrl() {
    this.#turn += 1;
    return /** @type {string} */ (this.urls[this.#turn % this.urls.length]);
  }
}

/** @param {string} url @param {Call} [call] @returns {Promise<Answer | string>} the answer, or why it is worth repeating */
async function attempt(url, call) {
  try {
    const answer = await request(url, call);
    const worthRepeating =
      answer.status >= 500 || answer.status === 429 || answer.body?.code === 'idempotency-in-progress';
    return worthRepeating ? `${answer.status} ${JSON.stringify(answer.body)}` : answer;
  } catch (error) {
    return messageOf(error);
  }
}

/** @param {Headers} headers */
function nextPage(headers) {
  const target = /<([^>]+)>\s*;[^,]*rel="?next"?/.exec(headers.get('link') ?? '')?.[1];
  if (target === undefined) return undefined;
  const { pathname, search } = new URL(target, 'http://any');
  return pathname + search;
}
