import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Inject, Module, type OnApplicationShutdown, Param } from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { z } from 'zod';
import {
  Allows,
  createHttpApp,
  Lifecycle,
  LOGGER,
  type Logger,
  runService,
  serviceEnv,
} from '../src/index.js';

const schema = z.object({ ...serviceEnv, FAIL: z.enum(['problems', 'bug', 'consumer']).optional() });

class ContractProblems extends Error {
  readonly problems = ['order.created has two handlers', 'order.paid has none'];
}

/** A consumer that says when it is started and closed. */
class SampleConsumer extends Server implements CustomTransportStrategy {
  constructor(
    private readonly log: Logger,
    private readonly fails: boolean,
  ) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.log.info('consumer started');
    callback(this.fails ? new Error('the consumer cannot start') : undefined);
  }

  close(): void {
    this.log.info('consumer closed');
  }

  on(): void {
    throw new Error('has no events');
  }

  unwrap<T>(): T {
    throw new Error('has no driver');
  }
}

@Controller()
class SampleController implements OnApplicationShutdown {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Get('slow/:ms')
  @Allows('everyone')
  slow(@Param('ms') ms: string): Promise<string> {
    return this.answerAfter(() => setTimeout(Number(ms)));
  }

  /** Is not over before the service stops, however long that is from now. */
  @Get('last')
  @Allows('everyone')
  last(): Promise<string> {
    return this.answerAfter(async () => {
      await new Promise<void>((resolve) => this.lifecycle.onStopping(resolve));
      await setTimeout(300);
    });
  }

  @Get('crash/:how')
  @Allows('everyone')
  crash(@Param('how') how: string): string {
    setImmediate(() => {
      if (how === 'rejection') void Promise.reject(new Error('nobody caught me'));
      else throw new Error('nobody caught me');
    });
    return 'soon';
  }

  /** How often the process has slept, and has been woken. */
  @Get('wakes')
  @Allows('everyone')
  wakes(): string {
    return String(process.resourceUsage().voluntaryContextSwitches);
  }

  /** Makes ten times as many things as are in use at once, each for long enough to become old; the most that the heap had. */
  @Get('churn')
  @Allows('everyone')
  churn(): string {
    const inUse: unknown[] = [];
    let most = 0;
    for (let made = 0; made < 10_000; made += 1) {
      inUse[made % 1000] = Array.from({ length: 500 }, (_, at) => ({ made, at }));
      most = Math.max(most, process.memoryUsage().heapTotal);
    }
    return String(most / 2 ** 20);
  }

  private async answerAfter(wait: () => Promise<void>): Promise<string> {
    this.logger.info('slow request began');
    await wait();
    this.logger.info('slow request finished');
    return 'done';
  }

  onApplicationShutdown(): void {
    this.logger.info('closed');
  }
}

@Module({ controllers: [SampleController] })
class SampleModule {}

await runService({
  name: 'sample',
  env: process.env,
  args: process.argv.slice(2),
  schema,
  migrate: async ({ FAIL }) => {
    if (FAIL === 'bug') throw new Error('no postgres://me:hunter2@db');
  },
  create: async (config, logger) => {
    if (config.FAIL === 'problems') throw new ContractProblems();
    if (config.FAIL === 'bug') throw new Error('no postgres://me:hunter2@db');
    const app = await createHttpApp(SampleModule, {
      config,
      logger,
      title: 'Sample',
      description: '',
      version: '1',
    });
    app.connectMicroservice({ strategy: new SampleConsumer(logger, config.FAIL === 'consumer') });
    return app;
  },
});
