// @ts-check
import { readFileSync, readdirSync } from 'node:fs';
import { ToolError } from '../../tools/support/tool.mjs';
import { statOf } from '../../tools/support/processes.mjs';

// Linux counts in hundredths of a second wherever it tells of processes, whatever its own clock does.
const TICKS_PER_SECOND = 100;
const [PARENT, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM] = /** @type {const} */ ([1, 11, 12, 13, 14]);

/** What goes by each name: the numbers of processes, each the root of a tree. @typedef {Record<string, readonly number[]>} Roots */

/**
 * Processor seconds used so far by trees of processes, user and system together. A child that has ended counts with its
 * parent, which has waited for it; so a difference of two readings loses nothing. Linux only.
 * @param {Roots} roots
 * @returns {Record<string, number>}
 */
export function processorSeconds(roots) {
  const processes = allProcesses();
  return Object.fromEntries(
    Object.entries(roots).map(([name, pids]) => [
      name,
      pids.reduce((sum, pid) => sum + ticksBelow(pid, processes), 0) / TICKS_PER_SECOND,
    ]),
  );
}

/**
 * How long the threads of trees of processes have run, and how long they were ready to run while others had the
 * processor, since they began. Nothing is known of those that have ended, and of any where the kernel does not count.
 * Linux only.
 * @typedef {{ ran: number, waited: number }} Turns in seconds
 * @param {Roots} roots
 * @returns {Turns}
 */
export function turnsOf(roots) {
  const processes = allProcesses();
  const pids = Object.values(roots)
    .flat()
    .flatMap((pid) => below(pid, processes));
  return pids
    .flatMap(threadTurns)
    .reduce((sum, { ran, waited }) => ({ ran: sum.ran + ran, waited: sum.waited + waited }), {
      ran: 0,
      waited: 0,
    });
}

/** @param {number} pid @returns {Turns[]} */
function threadTurns(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
      const [ran = 0, waited = 0] = stat.split(' ').map((nanoseconds) => Number(nanoseconds) / 1e9);
      return { ran, waited };
    });
  } catch {
    return []; // ended meanwhile, or a kernel that does not count
  }
}

/** Processor seconds used by those children of this process that have ended. */
export function secondsOfEndedChildren() {
  const fields = statOf(process.pid);
  return (Number(fields[CHILDREN_USER]) + Number(fields[CHILDREN_SYSTEM])) / TICKS_PER_SECOND;
}

/** Memory that a process holds now, in MiB. @param {number} pid */
export function residentMiB(pid) {
  const kiB = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kiB) / 1024;
}

/** @typedef {Map<number, { ticks: number, children: number[] }>} Processes */

/** @returns {Processes} */
function allProcesses() {
  if (process.platform !== 'linux') throw new ToolError('the bench reads /proc, so it runs on Linux only');
  /** @type {Processes} */
  const processes = new Map();
  const parents = [];
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    try {
      const fields = statOf(pid).map(Number);
      const ticks = [USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM].reduce(
        (sum, field) => sum + (fields[field] ?? 0),
        0,
      );
      processes.set(pid, { ticks, children: [] });
      parents.push({ pid, parent: fields[PARENT] ?? 0 });
    } catch {
      // It has ended since, and its parent has its time.
    }
  }
  for (const { pid, parent } of parents) processes.get(parent)?.children.push(pid);
  return processes;
}

/** @param {number} pid @param {Processes} processes */
const ticksBelow = (pid, processes) =>
  below(pid, processes).reduce((sum, one) => sum + (processes.get(one)?.ticks ?? 0), 0);

/** The process and all that it has started, and so on. @param {number} pid @param {Processes} processes @returns {number[]} */
const below = (pid, processes) => [
  pid,
  ...(processes.get(pid)?.children ?? []).flatMap((child) => below(child, processes)),
];
