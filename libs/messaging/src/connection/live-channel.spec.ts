import { createLogger, systemClock } from '@app/platform';
import type { Channel } from 'amqplib';
import { EventEmitter } from 'node:events';
import type { BrokerConnection } from './broker-connection.js';
import { LiveChannel } from './live-channel.js';

class FakeChannel extends EventEmitter {
  async close(): Promise<void> {
    await Promise.resolve();
    this.emit('close');
  }
}

/** A connection that is up, and channels that behave as the spec says while they are set up. */
function liveChannel(settingUp: (channel: FakeChannel, nth: number, live: LiveChannel<Channel>) => void) {
  const opened: FakeChannel[] = [];
  const connection = { model: {}, onConnect: (listener: () => void) => setImmediate(listener) };
  const recipe = {
    name: 'spec',
    open: async () => {
      const channel = new FakeChannel();
      opened.push(channel);
      return Promise.resolve(channel as unknown as Channel);
    },
    setUp: async (channel: Channel) => {
      await Promise.resolve();
      settingUp(channel as FakeChannel, opened.length, live);
    },
  };
  const live: LiveChannel<Channel> = new LiveChannel(
    connection as unknown as BrokerConnection,
    recipe,
    systemClock,
    createLogger({ level: 'silent', service: 'spec' }),
  );
  return { live, opened };
}

describe('a channel that comes back', () => {
  it('is not one that closed in the moment its set-up ended', async () => {
    const { live, opened } = liveChannel((channel, nth) => {
      if (nth === 1) channel.emit('close');
    });

    expect(await live.whenOpen()).toBe(opened[1]);
    await live.close();
  });

  it('is not one that somebody found wrong while it was set up', async () => {
    const { live, opened } = liveChannel((_channel, nth, found) => {
      if (nth === 1) void found.reopen();
    });

    expect(await live.whenOpen()).toBe(opened[1]);
    await live.close();
  });

  it('lets go of who waits for it when they give up', async () => {
    const { live } = liveChannel(() => {
      throw new Error('never');
    });
    await expect(live.whenOpen(AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' });
    await live.close();
  });
});
