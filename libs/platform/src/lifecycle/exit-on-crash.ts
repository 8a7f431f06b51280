import type { Logger } from '../logging/logger.js';

/** From now on an error nobody caught is logged as fatal and ends the process with status 1. */
export function exitOnCrash(logger: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    // What state it left behind is unknown; everything that matters is in the database, so a new process is safer.
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error, event }, 'crashed');
      process.exit(1);
    });
  }
}
