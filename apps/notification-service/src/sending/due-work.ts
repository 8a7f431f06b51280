import { Injectable } from '@nestjs/common';

/** Tells the senders of this process that something is due; those of other processes find it by polling. */
@Injectable()
export class DueWork {
  private readonly listeners = new Set<() => void>();

  /** Call it after the commit; it does not throw. */
  announce(): void {
    for (const listener of this.listeners) listener();
  }

  onAnnounced(listener: () => void): void {
    this.listeners.add(listener);
  }
}
