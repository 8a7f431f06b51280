import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A Redis that knows enough to count: it answers the script of the limiter, and says yes to all else. */
export class RedisStandIn {
  /** How much has been counted of which key. */
  readonly counts = new Map<string, number>();
  private isSilent = false;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async open(): Promise<RedisStandIn> {
    const server = createServer((socket) => {
      standIn.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => standIn.sockets.delete(socket));
      socket.on('data', (data) => {
        if (!standIn.isSilent)
          socket.write(
            commandsIn(data.toString())
              .map((words) => standIn.answer(words))
              .join(''),
          );
      });
    });
    const standIn = new RedisStandIn(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Takes what is said to it and answers nothing any more. */
  fallSilent(): void {
    this.isSilent = true;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer([command = '', , , key = '', points = '1', seconds = '60']: readonly string[]): string {
    if (command.toLowerCase() === 'evalsha') return '-NOSCRIPT No matching script.\r\n';
    if (command.toLowerCase() !== 'eval') return '+OK\r\n';
    const count = (this.counts.get(key) ?? 0) + Number(points);
    this.counts.set(key, count);
    return `*2\r\n:${count}\r\n:${Number(seconds) * 1000}\r\n`;
  }
}

/** The commands in a piece of the protocol, which a small client sends whole. */
function commandsIn(text: string): string[][] {
  const commands: string[][] = [];
  let rest = text;
  for (let head = /^\*(\d+)\r\n/.exec(rest); head; head = /^\*(\d+)\r\n/.exec(rest)) {
    rest = rest.slice(head[0].length);
    const words: string[] = [];
    for (let left = Number(head[1]); left > 0; left -= 1) {
      const length = /^\$(\d+)\r\n/.exec(rest);
      const from = length?.[0].length ?? 0;
      const to = from + Number(length?.[1] ?? 0);
      words.push(rest.slice(from, to));
      rest = rest.slice(to + 2);
    }
    commands.push(words);
  }
  return commands;
}
