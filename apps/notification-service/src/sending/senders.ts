import { HealthRegistry } from '@app/platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DueWork } from './due-work.js';
import type { SenderLoop } from './sender-loop.js';

/** Injects the loops of this process, one for each channel: `readonly SenderLoop[]`. */
export const SENDER_LOOPS = Symbol('notification-sender-loops');

/** Runs the loops from the start of the application until shortly before its end, and shows how they fare. */
@Injectable()
export class Senders implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(SENDER_LOOPS) private readonly loops: readonly SenderLoop[],
    due: DueWork,
    health: HealthRegistry,
  ) {
    due.onAnnounced(() => this.loops.forEach((loop) => loop.wake()));
    for (const loop of loops) {
      // Told, but never a reason to be unready or unwell: without its provider a notification waits, and all else works.
      health.add({
        name: loop.name,
        neededToBeReady: false,
        check: () => Promise.resolve({ ...loop.state() }),
      });
    }
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  // Before, and not on, shutdown: the database is still open then.
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
