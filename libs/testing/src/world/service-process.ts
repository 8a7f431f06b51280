import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { until } from '../until.js';

/** The services by the names of their folders. */
export type AppName = 'order-service' | 'inventory-service' | 'notification-service';

// Longer than a world lets its services take to stop, so that they end by themselves.
const STOP_WITHIN_MS = 75_000;
const READY_WITHIN_MS = 180_000;
// A start takes a second or more, and to ask in vain slows it down: the error of a refused connection is dear to make.
const ASK_EVERY_MS = 100;
// Enough to see why it failed, without keeping a long run's log in memory.
const LINES_KEPT = 200;

/** What runs a service. */
export interface Launch {
  /** The script. */
  mainOf(app: AppName): string;
  /** Go to Node before the script. */
  readonly nodeArguments: readonly string[];
}

const AS_IT_SHIPS: Launch = { mainOf: (app) => join('dist', 'apps', app, 'main.mjs'), nodeArguments: [] };

interface ProcessOptions {
  readonly launch?: Launch | undefined;
  /** Hears every line of its output. */
  readonly hear?: (line: string) => void;
}

/** One service as it ships: the built program in a process of its own, which can be killed for real. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private readonly lines: string[] = [];
  private readonly how: Launch;
  private readonly hear: (line: string) => void;

  constructor(
    readonly app: AppName,
    readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
    { launch = AS_IT_SHIPS, hear = () => undefined }: ProcessOptions = {},
  ) {
    this.how = launch;
    this.hear = hear;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The latest lines of its log. */
  get log(): string {
    return this.lines.join('\n');
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts it, with variables for this start alone, and does not wait for what comes of it. */
  launch(environment: Readonly<Record<string, string>> = {}): void {
    const { how } = this;
    // Without source maps, which a fifth of its start would be spent on; hundreds are started.
    this.child = spawn(process.execPath, [...how.nodeArguments, how.mainOf(this.app)], {
      // Nothing of the surroundings but what programs are found with.
      env: { PATH: process.env['PATH'], PORT: String(this.port), ...this.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [this.child.stdout, this.child.stderr]) {
      if (output) createInterface(output).on('line', (line) => this.remember(line));
    }
  }

  /** Resolves when the service says it is ready; rejects with its log when it does not. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    this.launch(environment);
    try {
      const isOver = async () => !this.isRunning || (await this.isReady());
      await until(`${this.app} is ready`, isOver, READY_WITHIN_MS, ASK_EVERY_MS);
      if (!this.isRunning) throw new Error('exited');
    } catch (error) {
      throw new Error(`${this.app} did not become ready:\n${this.log}`, { cause: error });
    }
  }

  /** Has it stand still, as a process that gets no processor, until `resume`. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  /** Lets one that was stopped by SIGSTOP go on from where it stood. */
  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** As a crash: nothing is finished, nothing is said. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** As a deployment: what was begun is finished. Resolves with the exit code. */
  async stop(): Promise<number | null> {
    await this.end('SIGTERM');
    return this.child?.exitCode ?? null;
  }

  private async isReady(): Promise<boolean> {
    return (await fetch(`${this.url}/health/ready`)).ok;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || !this.isRunning) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(timer);
  }

  private remember(line: string): void {
    this.hear(line);
    this.lines.push(line);
    if (this.lines.length > LINES_KEPT) this.lines.shift();
  }
}
