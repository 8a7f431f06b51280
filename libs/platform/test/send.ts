import type { Sample } from './sample-app.js';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends requests to the sample; a body goes as JSON unless the headers say otherwise. */
export const sendTo =
  ({ url }: Sample) =>
  async (method: string, path: string, body?: string, headers: Record<string, string> = JSON_TYPE) => {
    const response = await fetch(url + path, { method, body, headers: body === undefined ? {} : headers });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: JSON.parse(text || '{}') as Record<string, unknown>,
    };
  };
