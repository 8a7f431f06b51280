import { WakeUp } from '../kernel/wake-up.js';
import type { Logger } from '../logging/logger.js';

/** What is done again and again. */
interface Work {
  /** For logs. */
  readonly name: string;
  /** How long to rest when nobody rings, in milliseconds. */
  readonly restMs: number;
  /** Does what is due, and says whether there may be more. */
  turn(): Promise<boolean>;
}

/** Does work in rounds until it is stopped. A failed round is logged once and tried again: outages pass. */
export class Rounds {
  private readonly wakeUp = new WakeUp();
  private working: Promise<void> | undefined;
  private stopping = false;
  private failing = false;

  constructor(
    private readonly work: Work,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.working ??= this.run();
  }

  /** Something may be due. */
  ring(): void {
    this.wakeUp.ring();
  }

  /** Resolves when the round that is under way is over. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp.ring();
    await this.working;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const more = await this.round();
      if (!more && !this.stopping) await this.wakeUp.sleep(this.work.restMs);
    }
  }

  private async round(): Promise<boolean> {
    const { name } = this.work;
    try {
      const more = await this.work.turn();
      if (this.failing) this.logger.info({ work: name }, 'works again');
      this.failing = false;
      return more;
    } catch (err) {
      if (!this.failing) this.logger.warn({ err, work: name }, 'does not work for now');
      this.failing = true;
      return false;
    }
  }
}
