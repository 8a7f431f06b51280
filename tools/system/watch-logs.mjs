// @ts-check
import { open } from 'node:fs/promises';

const POLL_MS = 250;

/**
 * Prints what is appended to the logs of all instances from now on, each line after the name of its instance.
 * It goes on for as long as this process lives, and does not keep it alive.
 * @param {import('./system.mjs').System} system
 */
export function watchLogs(system) {
  for (const { name } of system.instances) {
    const more = reader(system.logOf(name));
    const print = async () => {
      for (const line of await more()) process.stdout.write(`[${name}] ${line}\n`);
      setTimeout(print, POLL_MS).unref();
    };
    void print();
  }
}

/** @param {string} path @returns {() => Promise<string[]>} gives the complete lines that have come since it was last asked */
function reader(path) {
  let position = 0;
  let rest = '';
  return async () => {
    const file = await open(path, 'r').catch(() => undefined);
    if (!file) return [];
    try {
      const { size } = await file.stat();
      if (size <= position) return [];
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(size - position),
        0,
        size - position,
        position,
      );
      position += bytesRead;
      const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      return lines;
    } finally {
      await file.close();
    }
  };
}
