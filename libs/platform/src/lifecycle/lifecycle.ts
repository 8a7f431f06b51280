import { Injectable } from '@nestjs/common';

/** Where a process stands between its start and its end. */
export type Phase = 'starting' | 'running' | 'stopping';

/** Knows the phase of the application; readiness follows it. */
@Injectable()
export class Lifecycle {
  private current: Phase = 'starting';
  private readonly stoppingHooks: (() => void)[] = [];

  get phase(): Phase {
    return this.current;
  }

  /** Work may be sent here. */
  started(): void {
    if (this.current === 'starting') this.current = 'running';
  }

  /** No more work shall be sent here; there is no way back. */
  stopping(): void {
    if (this.current === 'stopping') return;
    this.current = 'stopping';
    for (const hook of this.stoppingHooks) hook();
  }

  /** Runs the hook when the stop begins: it ends what would keep requests from ending. It must not throw. */
  onStopping(hook: () => void): void {
    this.stoppingHooks.push(hook);
  }
}
