import { Agent, get, type IncomingMessage } from 'node:http';

/** An event as it came over the wire. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: {
    readonly orderId: string;
    readonly customerId: string;
    readonly version: number;
    readonly event: string;
    readonly from: string | null;
    readonly to: string;
  };
}

/** A connection that reads server-sent events as the specification says a browser does. */
export class EventClient {
  readonly events: ReceivedEvent[] = [];
  /** What the client would send as `Last-Event-ID`. */
  lastEventId = '';
  isClosed = false;
  private text = '';

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('error', () => undefined);
    response.on('close', () => {
      this.isClosed = true;
    });
  }

  /** Opens a stream; `reading: false` takes not a byte of it. */
  static async open(url: string, headers: Record<string, string> = {}, reading = true): Promise<EventClient> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers, agent: new Agent({ keepAlive: false }) }, resolve).on('error', reject);
    });
    const client = new EventClient(response);
    if (reading) client.read();
    return client;
  }

  get status(): number | undefined {
    return this.response.statusCode;
  }

  get headers(): IncomingMessage['headers'] {
    return this.response.headers;
  }

  read(): void {
    this.response.on('data', (chunk: string) => this.take(chunk));
  }

  close(): void {
    this.response.destroy();
  }

  private take(chunk: string): void {
    const blocks = (this.text + chunk).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) this.dispatch(block);
  }

  private dispatch(block: string): void {
    const fields = new Map(
      block.split('\n').map((line): [string, string] => {
        const [name = '', value = ''] = line.split(/: (.*)/s, 2);
        return [name, value];
      }),
    );
    this.lastEventId = fields.get('id') ?? this.lastEventId;
    const data = fields.get('data');
    if (data === undefined) return;
    const parsed = JSON.parse(data) as ReceivedEvent['data'];
    this.events.push({ id: this.lastEventId, type: fields.get('event') ?? 'message', data: parsed });
  }
}
