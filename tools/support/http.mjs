// @ts-check

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Headers} headers
 * @property {any} body parsed when it is JSON, otherwise the text
 */

/**
 * Sends a request and reads the whole answer, whatever its status; rejects when there is none in time.
 * @param {string} url
 * @param {{ method?: string, body?: unknown, headers?: Record<string, string>, timeoutMs?: number }} [request]
 * @returns {Promise<Answer>}
 */
export async function request(url, { method, body, headers, timeoutMs = 10_000 } = {}) {
  const response = await fetch(url, {
    method: method ?? 'GET',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  const isJson = /^application\/([\w.-]+\+)?json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
