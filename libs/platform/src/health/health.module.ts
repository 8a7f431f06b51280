import { Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthProber } from './health-prober.js';
import { HealthController } from './health.controller.js';
import { HealthRegistry } from './health-registry.js';

/** `GET /health`, `/health/live`, `/health/ready`, and the registry that says what they check. */
@Global()
@Module({
  // Its log would repeat every failing probe; what went down is logged where it went down.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [HealthRegistry, HealthProber],
  exports: [HealthRegistry],
})
export class HealthModule {}
