import { setTimeout as pause } from 'node:timers/promises';
import { readyIn } from './ready-in.js';

/** A broker that takes so long for each answer, and then says so many. */
function brokerThatSays(...answers: readonly (readonly [afterMs: number, messageCount: number])[]) {
  let asked = 0;
  const checkQueue = async (queue: string) => {
    const [afterMs, messageCount] = answers[Math.min(asked, answers.length - 1)] ?? [0, 0];
    asked += 1;
    await pause(afterMs);
    return { queue, messageCount, consumerCount: 0 };
  };
  return { checkQueue, asked: () => asked };
}

describe('how many messages a queue holds', () => {
  it('is asked for again when a broker takes its time to say that there are none', async () => {
    const broker = brokerThatSays([250, 0], [250, 0], [0, 3]);
    expect(await readyIn(broker, 'queue')).toBe(3);
  });

  it('is believed of a broker that takes its time to say how many', async () => {
    const broker = brokerThatSays([250, 2], [0, 9]);
    expect(await readyIn(broker, 'queue')).toBe(2);
    expect(broker.asked()).toBe(1);
  });

  it('is none when it says so at once', async () => {
    expect(await readyIn(brokerThatSays([0, 0]), 'queue')).toBe(0);
  });
});
