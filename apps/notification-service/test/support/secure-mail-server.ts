import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { selfSigned } from './self-signed.js';

/** A mail server with a certificate that nobody vouches for, which takes mails over TLS and after a login only. */
export class SecureMailServer {
  readonly mails: { readonly raw: string; readonly secure: boolean; readonly user: string }[] = [];

  private constructor(private readonly server: SMTPServer) {}

  static async open(options: SMTPServerOptions = {}): Promise<SecureMailServer> {
    const standIn: SecureMailServer = new SecureMailServer(
      new SMTPServer({
        ...selfSigned(),
        disableReverseLookup: true,
        onAuth: ({ username, password }, _session, accept) =>
          accept(password === 'right' ? null : new Error('no'), { user: username }),
        onData: (stream, { secure, user }, accept) =>
          void stream.toArray().then((chunks) => {
            const raw = Buffer.concat(chunks as Buffer[]).toString('latin1');
            standIn.mails.push({ raw, secure, user: String(user) });
            return accept();
          }),
        ...options,
      }),
    );
    standIn.server.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      standIn.server.listen(0, '127.0.0.1', resolve);
    });
    return standIn;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }
}
