import { Injectable } from '@nestjs/common';

/** Where a process stands between its start and its end. */
export type Phase = 'starting' | 'running' | 'stopping';

/** Knows the phase of the application; readiness follows it. */
@Injectable()
export class Lifecycle {
  private current: Phase = 'starting';

  get phase(): Phase {
    return this.current;
  }

  /** Work may be sent here. */
  started(): void {
    if (this.current === 'starting') this.current = 'running';
  }

  /** No more work shall be sent here; there is no way back. */
  stopping(): void {
    this.current = 'stopping';
  }
}
