import type { Channel } from 'amqplib';
import type { Delivery } from './delivery.js';

// Of bodies that nobody will read but that are copied to the dead letters, at a time.
const OVERSIZE_ROOM_BYTES = 33_554_432;
// Of bodies in one batch: what is parsed takes several times as much.
const BATCH_ROOM_BYTES = 8_388_608;

/**
 * Deliveries that wait for the consumer. Never more than the broker's prefetch, which counts messages, not bytes: large
 * ones find only so much room.
 */
export class Arrivals {
  private waiting: Delivery[] = [];
  private taken: readonly Delivery[] = [];
  private wake: (() => void) | undefined;
  private closed = false;

  /** False when there is no room for one so large: it must not be kept. */
  add(delivery: Delivery): boolean {
    if (delivery.isOversize && !this.hasRoomFor(delivery)) return false;
    this.waiting.push(delivery);
    this.wake?.();
    return true;
  }

  /** Forgets what came on a channel that is gone: the broker delivers it again. */
  forget(channel: Channel): void {
    this.waiting = this.waiting.filter((delivery) => !delivery.cameOn(channel));
  }

  /**
   * Whatever has arrived, up to `limit`: one delivery when idle, many under load, never waiting for company.
   * What was taken before must be settled by then. Waits for the first; an empty list once closed, for the broker takes back what nobody has begun.
   */
  async take(limit: number): Promise<Delivery[]> {
    while (this.waiting.length === 0 && !this.closed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.taken = this.closed ? [] : this.waiting.splice(0, Math.min(limit, this.roomy()));
    return [...this.taken];
  }

  close(): void {
    this.closed = true;
    this.wake?.();
  }

  private hasRoomFor(delivery: Delivery): boolean {
    const kept = [...this.taken, ...this.waiting].filter(({ isOversize }) => isOversize);
    return kept.reduce((sum, { size }) => sum + size, delivery.size) <= OVERSIZE_ROOM_BYTES;
  }

  /** How many of those that wait fit into a batch; the first always does. */
  private roomy(): number {
    let bytes = 0;
    const full = this.waiting.findIndex(({ size }, at) => (bytes += size) > BATCH_ROOM_BYTES && at > 0);
    return full < 0 ? this.waiting.length : full;
  }
}
