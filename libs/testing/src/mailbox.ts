import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A mail as the server received it. */
interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  /** Header lines by lower-case name, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  /** Everything that was sent, header lines included. */
  readonly raw: string;
}

/** Where in its session a mail is: its recipient has just been named, or all of it has been sent. */
export type Moment = 'recipient' | 'data';

/**
 * How the server treats a mail: takes it, answers with a reply code at some point, hangs up on everybody in the middle,
 * or drops the connection of this mail alone.
 */
export type Reaction =
  'take' | 'hang-up' | 'drop' | { readonly code: number; readonly at: Moment; readonly text?: string };

// Passed on to the socket: without it, each reply to a pipelined command waits for the other side's delayed ACK.
const ANSWERS_AT_ONCE = { noDelay: true };
// A client that waits for an answer is silent, however long the answer is held.
const PATIENCE_MS = 600_000;

/** A real SMTP server on a loopback port, which keeps what it is sent and behaves as badly as a spec wants. */
export class Mailbox {
  readonly mails: ReceivedMail[] = [];
  /** Mails offered, taken or not. */
  offered = 0;
  /** The most mails that were being received at once. */
  mostAtOnce = 0;
  /** Decides about each mail, at each moment of it; by default every one is taken. */
  react: (to: string, at: Moment) => Reaction = () => 'take';
  /** While set, connections get no greeting. */
  silent = false;

  private server?: SMTPServer;
  private boundPort = 0;
  private readonly sockets = new Set<Socket>();
  /** The connections on which a mail is being received; one that ends in the middle of a mail is none any more. */
  private readonly busy = new Set<string>();
  private readonly held: (() => void)[] = [];
  private isHolding = false;
  private isLeaving = false;

  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await mailbox.start();
    return mailbox;
  }

  get port(): number {
    return this.boundPort;
  }

  /** Mails that are being received. */
  get receiving(): number {
    return this.busy.size;
  }

  /**
   * Listens, always on the same port.
   * @throws {Error} with code `EADDRINUSE` when somebody else has it
   */
  async start(): Promise<void> {
    const server = new SMTPServer({
      ...ANSWERS_AT_ONCE,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      socketTimeout: PATIENCE_MS,
      onConnect: (_session, accept) => void (this.silent || accept()),
      onRcptTo: ({ address }, _session, accept) => {
        const reaction = this.react(address, 'recipient');
        if (typeof reaction === 'object' && reaction.at === 'recipient') accept(replyOf(reaction));
        else accept();
      },
      onClose: ({ id }) => this.busy.delete(id),
      onData: (stream, session, accept) => void this.receive(stream, session).then(accept),
    });
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.listen(this.boundPort, '127.0.0.1');
    await once(server.server, 'listening');
    this.boundPort = (server.server.address() as AddressInfo).port;
    this.server = server;
    this.isLeaving = false;
  }

  /** Ends every connection and listens no more. */
  async stop(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    this.hangUp();
    await closed;
  }

  /** Listens no more, as a server that is shut down: who was told that a mail is taken hears it, and none is taken after. */
  async leave(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    this.isLeaving = true;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const socket of this.sockets) socket.destroySoon();
    await closed;
  }

  /** From now on mails are received and get no answer until `release`. */
  hold(): void {
    this.isHolding = true;
  }

  release(): void {
    this.isHolding = false;
    for (const release of this.held.splice(0)) release();
  }

  to(recipient: string): ReceivedMail[] {
    return this.mails.filter(({ to }) => to === recipient);
  }

  private hangUp(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private drop(remotePort: number): void {
    for (const socket of this.sockets) if (socket.remotePort === remotePort) socket.resetAndDestroy();
  }

  private async receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    this.offered += 1;
    this.busy.add(session.id);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.receiving);
    const raw = Buffer.concat(await stream.toArray()).toString('utf8');
    if (this.isHolding) await new Promise<void>((resolve) => this.held.push(resolve));
    this.busy.delete(session.id);
    return this.settle(raw, session);
  }

  private settle(raw: string, { envelope, remotePort }: SMTPServerSession): Error | null {
    const to = envelope.rcptTo[0]?.address ?? '';
    const reaction = this.isLeaving ? 'drop' : this.react(to, 'data');
    if (reaction === 'drop') {
      this.drop(remotePort);
      return replyOf({ code: 421 });
    }
    if (reaction === 'hang-up') {
      this.hangUp();
      return null;
    }
    if (typeof reaction === 'object') return replyOf(reaction);
    const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    this.mails.push({ from, to, headers: headersOf(raw), raw });
    return null;
  }
}

const replyOf = ({ code, text = 'no' }: { code: number; text?: string }): Error =>
  Object.assign(new Error(text), { responseCode: code });

function headersOf(raw: string): Map<string, string> {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
