import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the ports that systems give to outgoing connections (32768 on Linux, 49152 elsewhere): one of those can be taken
// by any client between being found free and being listened on.
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const ATTEMPTS = 100;

// Each of Jest's workers has every fourth port to itself: what one has found free, and does not listen on yet, another
// would find free as well.
const SHARES = 4;
const OWN_FIRST = FIRST_PORT + (Number(process.env['JEST_WORKER_ID'] ?? 0) % SHARES);

/** Ports of the loopback interface that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let attempt = 0; ports.size < count; attempt++) {
    if (attempt === ATTEMPTS + count) throw new Error('there are hardly any free ports');
    const port = OWN_FIRST + SHARES * randomInt((LAST_PORT - FIRST_PORT) / SHARES);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
