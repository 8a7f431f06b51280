// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { messageOf } from './messages.mjs';

/** A failure whose message is all that whoever runs the tool needs to know. */
export class ToolError extends Error {}

/** Whether this module is what Node was asked to run. @param {string} moduleUrl */
export function isMain(moduleUrl) {
  const script = process.argv[1];
  return script !== undefined && existsSync(script) && realpathSync(script) === fileURLToPath(moduleUrl);
}

/**
 * Reads a tool's options; wrong ones are answered with what is wrong and how to use it.
 * @template T
 * @param {string} usage
 * @param {() => T} parse
 * @returns {T}
 */
export function parsed(usage, parse) {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parse();
  } catch (error) {
    throw new ToolError(`${messageOf(error)}\n\n${usage}`);
  }
}

/**
 * Runs a tool to its end, printing a failure as its message alone and turning it into an exit code.
 * @param {() => Promise<unknown>} tool
 * @param {{ exitCode?: number }} [options] another code than 1, for tools to which that means something else
 */
export async function runTool(tool, { exitCode = 1 } = {}) {
  try {
    await tool();
  } catch (error) {
    process.stderr.write(`${error instanceof ToolError ? error.message : errorWithTrace(error)}\n`);
    process.exitCode = exitCode;
  }
}

/** @param {unknown} error */
function errorWithTrace(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
