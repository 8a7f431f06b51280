import type { Clock, Tempo } from '@app/platform';
import type { Channel } from 'amqplib';
import type { Delivery } from './delivery.js';

// Of bodies in one batch: what is parsed takes several times as much.
const BATCH_ROOM_BYTES = 8_388_608;

/** Deliveries that wait for the consumer: never more than the broker's prefetch, and none that is oversize. */
export class Arrivals {
  private waiting: Delivery[] = [];
  private wake = (): void => undefined;
  private closed = false;
  private ended: () => void = () => undefined;

  constructor(
    private readonly tempo: Tempo,
    private readonly clock: Clock,
  ) {}

  /** Who has waited longest. */
  get first(): Delivery | undefined {
    return this.waiting[0];
  }

  add(delivery: Delivery): void {
    this.waiting.push(delivery);
    this.wake();
  }

  /** Forgets what came on a channel that is gone: the broker delivers it again. */
  forget(channel: Channel): void {
    this.waiting = this.waiting.filter((delivery) => !delivery.cameOn(channel));
  }

  /**
   * Whatever has arrived, up to `limit`: one delivery at once when they are few, and many together, as often as the tempo
   * has it, when they are not. Waits for the first; an empty list once closed, for the broker takes back what nobody has
   * begun.
   */
  async take(limit: number): Promise<Delivery[]> {
    do {
      await this.until(() => this.waiting.length > 0);
      await this.until(() => this.waiting.length >= limit, this.tempo.waitMs());
    } while (this.waiting.length === 0 && !this.closed); // forgotten meanwhile
    if (this.closed) return [];
    this.ended = this.tempo.begun();
    return this.waiting.splice(0, Math.min(limit, this.roomy()));
  }

  /** What was taken last has been dealt with. */
  handled(): void {
    this.ended();
  }

  close(): void {
    this.closed = true;
    this.wake();
  }

  /** Resolves when it is so, when `withinMs` are over, or when closed. */
  private async until(isSo: () => boolean, withinMs = Infinity): Promise<void> {
    if (withinMs === 0) return;
    const patience = { isOver: false };
    const over = (): void => {
      patience.isOver = true;
      this.wake();
    };
    const cancel = withinMs === Infinity ? undefined : this.clock.after(withinMs, over);
    while (!patience.isOver && !this.closed && !isSo()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    cancel?.();
  }

  /** How many of those that wait fit into a batch; the first always does. */
  private roomy(): number {
    let bytes = 0;
    const full = this.waiting.findIndex(({ size }, at) => (bytes += size) > BATCH_ROOM_BYTES && at > 0);
    return full < 0 ? this.waiting.length : full;
  }
}
