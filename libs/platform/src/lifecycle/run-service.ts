import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';
import { ConfigError } from '../config/config-error.js';
import { type Environment, loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-env.js';
import { createLogger, type Logger } from '../logging/logger.js';
import { isTraced, openTracing, traceIds } from '../tracing/tracing.js';
import { LogLevel } from '../logging/log-level.js';
import { debugOnSignal } from './debug-on-signal.js';
import { exitOnCrash } from './exit-on-crash.js';
import { keepHeapSmall } from './keep-heap-small.js';
import { reportFailedStart } from './report-failed-start.js';
import { start } from './start.js';
import { stopOnSignal } from './stop-on-signal.js';

/** A service as its `main.ts` describes it. */
export interface Service<Config extends ServiceConfig> {
  readonly name: string;
  /** `process.env`, handed over here and nowhere else. */
  readonly env: Environment;
  /** What follows the script on the command line. */
  readonly args: readonly string[];
  readonly schema: z.ZodObject & z.ZodType<Config>;
  /** Brings its database up to date. */
  readonly migrate: (config: Config) => Promise<void>;
  /** Makes the application and connects its consumers (`app.connectMicroservice`), but starts neither. */
  readonly create: (config: Config, logger: Logger) => Promise<NestFastifyApplication>;
}

/**
 * Runs a service for as long as the process lives; or, with the argument `migrate`, brings its database up to date and
 * ends with 0, so that this can be done before any instance starts. Instances that start migrate too if need be.
 *
 * A start that fails ends the process with status 1; an error with `problems`, such as a `ConfigError`, has each of them
 * printed on standard error. SIGTERM and SIGINT end it with 0 once what was begun is finished, or with 1 after
 * `SHUTDOWN_TIMEOUT_MS` or at a second signal. SIGUSR2 logs at debug for a while. An error nobody caught is logged as fatal and ends it with 1.
 */
export async function runService<Config extends ServiceConfig>(service: Service<Config>): Promise<void> {
  try {
    await boot(service);
  } catch (error) {
    reportFailedStart(service.name, error);
    process.exit(1);
  }
}

async function boot<Config extends ServiceConfig>(service: Service<Config>): Promise<void> {
  const { name, env, args, schema, migrate, create } = service;
  const [command] = args;
  if (command !== undefined && command !== 'migrate')
    throw new ConfigError([`there is no command ${command}, only migrate`]);
  const config = loadConfig(schema, env);
  const logger = createLogger({
    level: config.LOG_LEVEL,
    service: name,
    pretty: config.LOG_PRETTY,
    ...(isTraced(config) && { mixin: traceIds }),
  });
  exitOnCrash(logger);
  if (command === 'migrate') {
    await migrate(config);
    return logger.info('migrated');
  }

  await openTracing(name, config, logger);
  const app = await create(config, logger);
  // Before anything is started, since a broker that is away makes the start take as long as it is away.
  stopOnSignal(app, logger, config.SHUTDOWN_TIMEOUT_MS);
  debugOnSignal(app.get(LogLevel));
  keepHeapSmall();
  await start(app, config, logger);
}
