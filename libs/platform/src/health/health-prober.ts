import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { messageOf } from '../logging/describe-error.js';
import { withoutPrivateText } from '../logging/private-text.js';
import type { HealthCheck } from './health-registry.js';

const TIME_LIMIT_MS = 1000;

/** Runs checks side by side, each for at most a second, so that asking for the health never hangs. */
@Injectable()
export class HealthProber {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async probe(checks: readonly HealthCheck[]): Promise<HealthCheckResult> {
    try {
      return await this.health.check(checks.map((check) => () => this.run(check)));
    } catch (error) {
      // Terminus throws its verdict when something is down.
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private async run(check: HealthCheck) {
    return this.indicators
      .check(check.name)
      .attempt(() => withoutSecrets(check))
      .withTimeout(TIME_LIMIT_MS);
  }
}

/** The health is public, and errors of drivers name the URL they could not reach. */
async function withoutSecrets(check: HealthCheck): Promise<Record<string, unknown>> {
  try {
    return await check.check();
  } catch (error) {
    throw new Error(withoutPrivateText(messageOf(error)), {
      cause: error,
    });
  }
}
