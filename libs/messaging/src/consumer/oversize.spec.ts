import type { Channel, ConsumeMessage } from 'amqplib';
import { Delivery } from './delivery.js';
import { Oversize } from './oversize.js';
import type { RetryLadder } from './retry-ladder.js';
import { Room } from './room.js';

const MEBIBYTE = 1_048_576;

/** A ladder whose copies are confirmed when the spec says so. */
class HeldLadder {
  readonly copied: Delivery[] = [];
  readonly refused: Delivery[] = [];
  confirm: () => void = () => undefined;
  private readonly confirmed = new Promise<void>((resolve) => (this.confirm = resolve));

  fail({ delivery }: { delivery: Delivery }, _: unknown, __: unknown, signal: AbortSignal): Promise<void> {
    this.copied.push(delivery);
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    return Promise.race([this.confirmed, aborted]);
  }

  refuse(delivery: Delivery): void {
    this.refused.push(delivery);
  }
}

describe('deliveries that are too large', () => {
  const room = () => new Room(32 * MEBIBYTE);
  const large = (): Delivery =>
    new Delivery(
      { content: { length: 16 * MEBIBYTE } } as unknown as ConsumeMessage,
      {} as unknown as Channel,
    );
  const of = (ladder: HeldLadder, shared: Room) => new Oversize(ladder as unknown as RetryLadder, shared);

  it('have room for thirty-two mebibytes of all queues together, and what finds none is not kept', async () => {
    const shared = room();
    const [one, other] = [new HeldLadder(), new HeldLadder()];
    const { signal } = new AbortController();
    const settled = [of(one, shared), of(other, shared), of(one, shared)].map((oversize) =>
      oversize.putAside(large(), signal),
    );
    expect([one.copied.length, other.copied.length]).toEqual([1, 1]);
    expect(one.refused).toHaveLength(1);

    one.confirm();
    await settled[0];
    void of(other, shared).putAside(large(), signal);
    expect([other.copied.length, other.refused.length]).toEqual([2, 0]);
  });

  it('give their room back when the broker takes them back', async () => {
    const shared = room();
    const ladder = new HeldLadder();
    const gone = new AbortController();
    const oversize = of(ladder, shared);
    const settled = [oversize.putAside(large(), gone.signal), oversize.putAside(large(), gone.signal)];

    gone.abort();
    await Promise.all(settled);

    expect(shared.take(32 * MEBIBYTE)).toBe(true);
  });
});
