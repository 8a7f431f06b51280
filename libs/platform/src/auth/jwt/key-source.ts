import { readFile } from 'node:fs/promises';

// What is asked for while a request waits; a key server that is slower than this is as good as away.
const TIMEOUT_MS = 2_000;
// A set of a hundred RSA keys has a fifth of that.
const MOST_BYTES = 256 * 1024;

/** The text of a key set, from a key server or a file; rejects within two seconds when it cannot be had. */
export async function readKeySet(url: URL): Promise<unknown> {
  return JSON.parse(url.protocol === 'file:' ? await readFile(url, 'utf8') : await fetched(url));
}

async function fetched(url: URL): Promise<string> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/jwk-set+json, application/json' },
    // A key server that has moved is for the operator to say.
    redirect: 'error',
  });
  if (!response.ok || response.body === null) throw new Error(`the key server answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error('the key set is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
