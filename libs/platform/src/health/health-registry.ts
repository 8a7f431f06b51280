import { Injectable } from '@nestjs/common';

/** Something a service depends on, or a state it can be in. */
export interface HealthCheck {
  readonly name: string;
  /** Resolves to details worth showing when all is well; throws when it is not. Given up after one second. */
  check(): Promise<Record<string, unknown>>;
  /** Whether the service can do no work while this is down; true unless said otherwise. */
  readonly neededToBeReady?: boolean;
}

/** Where modules say what there is to check; each name once. */
@Injectable()
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();

  /** @throws {Error} when there is a check of that name already. */
  add(check: HealthCheck): void {
    if (this.checks.has(check.name)) throw new Error(`There are two health checks named ${check.name}`);
    this.checks.set(check.name, check);
  }

  all(): readonly HealthCheck[] {
    return [...this.checks.values()];
  }

  neededToBeReady(): readonly HealthCheck[] {
    return this.all().filter(({ neededToBeReady = true }) => neededToBeReady);
  }
}
