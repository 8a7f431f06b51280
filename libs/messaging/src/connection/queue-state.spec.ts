import { setTimeout as pause } from 'node:timers/promises';
import { queueState } from './queue-state.js';

/** A broker that takes so long for each answer, and then says so many messages and consumers. */
function brokerThatSays(
  ...answers: readonly (readonly [afterMs: number, ready: number, consumers: number])[]
) {
  let asked = 0;
  const checkQueue = async (queue: string) => {
    const [afterMs, messageCount, consumerCount] = answers[Math.min(asked, answers.length - 1)] ?? [0, 0, 0];
    asked += 1;
    await pause(afterMs);
    return { queue, messageCount, consumerCount };
  };
  return { checkQueue, asked: () => asked };
}

describe('how it stands with a queue', () => {
  it('is asked again when a broker takes its time to say that there is nothing', async () => {
    const broker = brokerThatSays([250, 0, 0], [250, 0, 0], [0, 3, 1]);
    expect(await queueState(broker, 'queue')).toEqual({ ready: 3, consumers: 1 });
  });

  it.each([
    ['messages', 2, 0],
    ['consumers', 0, 1],
  ])('is believed of a broker that takes its time to tell of %s', async (_, ready, consumers) => {
    const broker = brokerThatSays([250, ready, consumers], [0, 9, 9]);
    expect(await queueState(broker, 'queue')).toEqual({ ready, consumers });
    expect(broker.asked()).toBe(1);
  });

  it('is that there is nothing when the broker says so at once', async () => {
    expect(await queueState(brokerThatSays([0, 0, 0]), 'queue')).toEqual({ ready: 0, consumers: 0 });
  });
});
