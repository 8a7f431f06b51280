// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A name for a running process that no later process with the same number can have,
 * or undefined when there is none (a zombie counts as none).
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
  try {
    return process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid);
  } catch {
    return undefined;
  }
}

/** Whether the very process that was named so still runs. @param {string} identity */
export function isAlive(identity) {
  return identityOf(Number.parseInt(identity, 10)) === identity;
}

/** The identity of the process that started the one that started this one, if it can be told. */
export function identityOfGrandparent() {
  try {
    const number = process.platform === 'linux' ? statOf(process.ppid)[1] : ps('ppid=', process.ppid);
    return identityOf(Number(number));
  } catch {
    return undefined;
  }
}

/**
 * Kills the process group that the named process leads, if that process still runs.
 * @param {string} identity
 */
export function killGroup(identity) {
  if (isAlive(identity)) signalGroup(Number.parseInt(identity, 10), 'SIGKILL');
}

/**
 * Signals every process of a group; a group that is gone already is no error.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/** @param {number} pid */
function identityFromProc(pid) {
  const fields = statOf(pid);
  const [state, startTime] = [fields[0], fields[19]];
  return state === 'Z' || state === 'X' ? undefined : `${pid}:${startTime}`;
}

/** What Linux tells of a process from its state on: state, parent, …; throws if there is none. @param {number} pid */
export function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The field before, the name, may hold spaces and brackets itself, so count from its last bracket.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** @param {number} pid */
function identityFromPs(pid) {
  const [state = 'Z', ...startTime] = ps('stat=,lstart=', pid).split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : `${pid}:${startTime.join(' ')}`;
}

/** @param {string} columns @param {number} pid */
function ps(columns, pid) {
  return execFileSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
