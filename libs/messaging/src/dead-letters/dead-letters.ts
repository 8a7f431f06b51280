import { inboundFor, type Inbound } from '../topology/topology.js';
import { Injectable } from '@nestjs/common';
import { Broker } from '../connection/broker.js';
import { QueueNotFound, StreamNotFound } from './dead-letters.errors.js';
import { LetterBox, type Visit } from './letter-box.js';

// Whoever waits for an answer is told to ask again.
const SHORT_PATIENCE_MS = 4_000;
/** For what was begun, in milliseconds: it is not given up because somebody else looks. */
export const LONG_PATIENCE_MS = 60_000;

/** The dead letters of this service's own queues. */
@Injectable()
export class DeadLetters {
  constructor(private readonly broker: Broker) {}

  /** The queues that a request is about: the one it names, or all. @throws {QueueNotFound} */
  queues(named?: string): readonly Inbound[] {
    const all = this.all();
    if (named === undefined) return all;
    const one = all.filter(({ queue }) => queue === named);
    if (one.length === 0) throw new QueueNotFound(all.map(({ queue }) => queue));
    return one;
  }

  /** The queue on which a stream comes. @throws {StreamNotFound} */
  queueOf(stream: string): Inbound {
    const all = this.all();
    const one = all.find(({ subscription }) => subscription.stream.name === stream);
    if (!one) throw new StreamNotFound(all.map(({ subscription }) => subscription.stream.name));
    return one;
  }

  /**
   * Does something with the letters of a queue while nobody else can.
   *
   * @throws {BrokerUnavailable} @throws {DeadLettersBusy} when somebody else does for `patienceMs`
   */
  async within<T>(
    inbound: Inbound,
    work: (box: LetterBox) => Promise<T>,
    patienceMs: number = SHORT_PATIENCE_MS,
  ): Promise<T> {
    const { service, broker } = this.broker.options;
    const box = await LetterBox.open(broker, `${service}-service dead letters`, inbound, patienceMs);
    try {
      return await work(box);
    } finally {
      await box.close();
    }
  }

  /** Shows the letters of queues, one after another; false if some could not be shown in time. */
  async look(queues: readonly Inbound[], visit: Visit, patienceMs?: number): Promise<boolean> {
    let isComplete = true;
    let isEnough = false;
    for (const inbound of queues) {
      if (isEnough) break;
      const lookInto = (box: LetterBox) =>
        box.look((letter) => {
          const verdict = visit(letter);
          isEnough = verdict === 'enough';
          return verdict;
        });
      const seenAll = await this.within(inbound, lookInto, patienceMs);
      isComplete &&= seenAll;
    }
    return isComplete;
  }

  private all(): readonly Inbound[] {
    return inboundFor(this.broker.topology, this.broker.options.service);
  }
}
