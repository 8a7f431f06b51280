import { ContractViolation } from '@app/contracts';
import type { Delivery } from './delivery.js';
import type { RetryLadder } from './retry-ladder.js';
import type { Room } from './room.js';

/**
 * Puts deliveries that are too large to be read to the dead letters. Done as they arrive, behind no batch and whether or
 * not there is a database: the broker counts messages when it looks how many we may hold, and not their bytes.
 */
export class Oversize {
  constructor(
    private readonly ladder: RetryLadder,
    private readonly room: Room,
  ) {}

  /**
   * Resolves when the delivery is settled, or `signal` has aborted and the broker takes it back. One that there is no room
   * for, while others are on their way, is not kept for a moment.
   */
  async putAside(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { size } = delivery;
    const violation = new ContractViolation('too-large', `the body has ${size} bytes`);
    if (!this.room.take(size)) return this.ladder.refuse(delivery, violation);
    await this.ladder
      .fail({ delivery }, violation, 'permanent', signal)
      .finally(() => this.room.giveBack(size));
  }
}
