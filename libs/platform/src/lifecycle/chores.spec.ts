import { Writable } from 'node:stream';
import { createLogger } from '../logging/logger.js';
import { Chores } from './chores.js';

const logger = createLogger({
  level: 'info',
  service: 'spec',
  destination: new Writable({ write: (_chunk, _encoding, done) => done() }),
});

describe('a chore', () => {
  it('is done again and again, whatever failed before', async () => {
    const chores = new Chores(logger);
    const fourth = new Promise<void>((resolve) => {
      let times = 0;
      chores.add({
        name: 'fails',
        everyMs: 1,
        work: () => {
          times += 1;
          if (times === 4) resolve();
          return Promise.reject(new Error('away'));
        },
      });
    });

    chores.onApplicationBootstrap();

    await expect(fourth).resolves.toBeUndefined();
    await chores.onModuleDestroy();
  });

  it('that is under way when the application ends is told so, waited for and never begun again', async () => {
    const chores = new Chores(logger);
    const told: string[] = [];
    const begun = new Promise<void>((resolve) => {
      chores.add({
        name: 'long',
        everyMs: 1,
        work: (signal) =>
          new Promise((done) => {
            signal.addEventListener('abort', () => {
              told.push('end');
              setImmediate(done);
            });
            resolve();
          }),
      });
    });
    chores.onApplicationBootstrap();
    await begun;

    await chores.onModuleDestroy();

    expect(told).toEqual(['end']);
  });
});
