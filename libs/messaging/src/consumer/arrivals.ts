import type { Channel } from 'amqplib';
import type { Delivery } from './delivery.js';

/** Deliveries that wait for the consumer. Never more than the broker's prefetch. */
export class Arrivals {
  private waiting: Delivery[] = [];
  private wake: (() => void) | undefined;
  private closed = false;

  add(delivery: Delivery): void {
    this.waiting.push(delivery);
    this.wake?.();
  }

  /** Forgets what came on a channel that is gone: the broker delivers it again. */
  forget(channel: Channel): void {
    this.waiting = this.waiting.filter((delivery) => !delivery.cameOn(channel));
  }

  /**
   * Whatever has arrived, up to `limit`: one delivery when idle, many under load, never waiting for company.
   * Waits for the first; an empty list once closed, for the broker takes back what nobody has begun.
   */
  async take(limit: number): Promise<Delivery[]> {
    while (this.waiting.length === 0 && !this.closed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.closed ? [] : this.waiting.splice(0, limit);
  }

  close(): void {
    this.closed = true;
    this.wake?.();
  }
}
