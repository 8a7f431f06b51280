import type { LogLevel } from '../logging/log-level.js';

const SIGNAL = 'SIGUSR2';
const QUARTER_OF_AN_HOUR_S = 900;

/** Has a SIGUSR2 log at debug for a quarter of an hour, and one before its end go back to the configured level. */
export function debugOnSignal(levels: LogLevel): void {
  process.on(SIGNAL, () => {
    if (levels.now.until === undefined) levels.choose('debug', QUARTER_OF_AN_HOUR_S, { signal: SIGNAL });
    else levels.fallBack({ signal: SIGNAL });
  });
}
