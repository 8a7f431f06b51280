import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { Brakes } from './admission/brakes.js';
import { HealthModule } from './health/health.module.js';
import { Clock, systemClock } from './kernel/clock.js';
import { Chores } from './lifecycle/chores.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { LogLevelController } from './logging/log-level.controller.js';
import { LogLevel } from './logging/log-level.js';
import { LOGGER, type Logger } from './logging/logger.js';
import { MetricsModule } from './metrics/metrics.module.js';

/** What every service has without asking for it. */
@Module({})
export class PlatformModule {
  /** The root of an application: the platform, global, and the service's own module. */
  static around(module: Type<unknown> | DynamicModule, logger: Logger): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [HealthModule, MetricsModule, module],
      controllers: [LogLevelController],
      providers: [
        LogLevel,
        Lifecycle,
        Brakes,
        Chores,
        { provide: LOGGER, useValue: logger },
        { provide: Clock, useValue: systemClock },
      ],
      exports: [Lifecycle, Brakes, Chores, LOGGER, Clock],
    };
  }
}
