// @ts-check
import { createServer } from 'node:net';

// Below the range from which the kernel takes ports for outgoing connections, so that none of them
// can take a port between our look at it and the server's start.
const FIRST = 20_000;
const COUNT = 12_000;

// Each of Jest's workers has every fourth port to itself, and so have the programs that its specs run: what one has
// found free, and does not listen on yet, another would find free as well.
const SHARES = 4;
const share = process.env['JEST_WORKER_ID'];
const isOurs = (/** @type {number} */ port) => share === undefined || (port - Number(share)) % SHARES === 0;

// Runs that begin at the same moment have neighbouring process numbers and so look in different places.
let cursor = (process.pid * 41) % COUNT;

/**
 * Ports of the loopback address on which nothing listens, each handed out once in this process.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  /** @type {number[]} */
  const ports = [];
  for (let tries = 0; ports.length < count && tries < COUNT; tries += 1) {
    const port = FIRST + cursor;
    cursor = (cursor + 1) % COUNT;
    if (isOurs(port) && (await isFree(port))) ports.push(port);
  }
  if (ports.length < count) throw new Error(`no ${count} free ports between ${FIRST} and ${FIRST + COUNT}`);
  return ports;
}

/**
 * The port people expect if nothing listens there, otherwise a free one.
 * @param {number} usual
 */
export async function usualOrFreePort(usual) {
  if (await isFree(usual)) return usual;
  const [port] = await freePorts(1);
  return /** @type {number} */ (port);
}

/**
 * Whether a server could listen on this port of the loopback address now.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
