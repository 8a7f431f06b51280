import { Chores } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { EventConsumer } from './event-consumer.js';

const LOOK_EVERY_MS = 10_000;

/** Asks the broker whether it still knows of this service's consumers: it says so when it cancels one, but not always. */
@Injectable()
export class ConsumerWatch {
  constructor(consumer: EventConsumer, chores: Chores) {
    chores.add({
      name: 'look after the consumers',
      everyMs: LOOK_EVERY_MS,
      work: () => consumer.lookAfter(),
    });
  }
}
