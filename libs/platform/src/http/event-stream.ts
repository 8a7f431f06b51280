import { Readable } from 'node:stream';

/** How patient a stream is, in milliseconds. */
export interface EventStreamTiming {
  /** After so long without a word a comment is sent, so that nobody between takes the connection for dead. */
  readonly heartbeatMs: number;
  /** A client that has taken nothing for so long is dropped. */
  readonly patienceMs: number;
}

// How long a client waits before it connects again.
const RECONNECT_MS = 2000;

/** One server-sent event, written down; `data` is sent as JSON, which has no line breaks. */
export const eventMessage = (id: string, event: string, data: unknown): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * A stream of server-sent events with backpressure: it holds what was sent last and no more, as long as whoever writes
 * waits for `room` while it `isFull`. It closes itself when its client takes nothing for too long.
 */
export class EventStream extends Readable {
  private full = false;
  private ended = false;
  private resumeId: () => string | undefined = () => undefined;
  private announcedId: string | undefined;
  private patience: NodeJS.Timeout | undefined;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly waiting = new Set<() => void>();
  private readonly onDropped: () => void;

  constructor(
    private readonly timing: EventStreamTiming,
    onDropped: () => void = () => undefined,
  ) {
    super();
    this.onDropped = onDropped;
    this.heartbeat = setInterval(() => this.beat(), timing.heartbeatMs).unref();
    // The first bytes carry the headers away: the client knows at once that it is connected.
    this.send(`retry: ${RECONNECT_MS}\n\n`);
  }

  /** Whether the client has yet to take what was sent. */
  get isFull(): boolean {
    return this.full;
  }

  /** Whether nothing can be sent any more. */
  get isClosed(): boolean {
    return this.ended || this.destroyed;
  }

  /** Sends messages; nothing when closed. Called while full, it holds them in memory. */
  send(messages: string): void {
    if (this.isClosed || messages === '') return;
    if (this.push(messages) || this.full) return;
    this.full = true;
    this.patience = setTimeout(() => this.giveUp(), this.timing.patienceMs).unref();
  }

  /**
   * Tells now, and again with each heartbeat at which it is another, with which id a client that connects again shall go
   * on, though there was no event for it. `id` must never be ahead of what was sent.
   */
  resumeAt(id: () => string): void {
    this.resumeId = id;
    this.beat();
  }

  /** Resolves when the client has taken what was sent, or the stream is closed. */
  async room(): Promise<void> {
    if (!this.full || this.isClosed) return;
    await new Promise<void>((resolve) => {
      this.waiting.add(resolve);
    });
  }

  /** Ends the stream after what was sent. */
  finish(): void {
    if (this.isClosed) return;
    this.ended = true;
    this.push(null);
    this.release();
  }

  override _read(): void {
    this.full = false;
    clearTimeout(this.patience);
    this.release();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.patience);
    this.release();
    done(error);
  }

  private beat(): void {
    if (this.full) return;
    const id = this.resumeId();
    const isNews = id !== undefined && id !== this.announcedId;
    this.announcedId = id;
    this.send(isNews ? `:\nid: ${id}\n\n` : ':\n\n');
  }

  private giveUp(): void {
    this.onDropped();
    this.destroy();
  }

  private release(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
