import type { INestApplication } from '@nestjs/common';
import type { Logger } from '../logging/logger.js';
import { stop } from './stop.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Makes the first SIGTERM or SIGINT stop the application and exit with 0, or with 1 when it has not stopped in time, and
 * the second exit with 1 at once.
 */
export function stopOnSignal(app: INestApplication, logger: Logger, timeoutMs: number): void {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      logger.warn({ signal }, 'stopped at once');
      process.exit(1);
    }
    isStopping = true;
    logger.info({ signal }, 'stopping');
    exitAfter(timeoutMs, logger);
    stop(app).then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function exitAfter(timeoutMs: number, logger: Logger): void {
  setTimeout(() => {
    logger.error({ timeoutMs }, 'not stopped in time');
    process.exit(1);
  }, timeoutMs).unref();
}
