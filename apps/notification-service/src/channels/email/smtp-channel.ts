import { createTransport, type NodemailerError } from 'nodemailer';
import {
  type Channel,
  type Parcel,
  PermanentRefusal,
  ProviderUnreachable,
  TemporaryFailure,
} from '../domain/channel.js';
import { blamesAddress, judge, reasonOf } from './smtp-failure.js';

/** A key whose public half is found in the DNS at `<selector>._domainkey.<domain>`. */
interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM */
  readonly privateKey: string;
}

/** How to reach a mail server. */
export interface SmtpSettings {
  /** What the server is called in health and metrics. */
  readonly provider: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; without it the connection is upgraded when the server offers STARTTLS. */
  readonly secure: boolean;
  /** Refuses to send over a connection that cannot be upgraded to TLS. */
  readonly requireTls: boolean;
  /** Whether a certificate that nobody vouches for ends the connection. */
  readonly rejectUnauthorized: boolean;
  /** Signs every mail. */
  readonly dkim?: DkimKey;
  /** Without a user there is no login. */
  readonly user?: string;
  readonly password?: string;
  /** The sender, as `Waybill <orders@shop.example>`. */
  readonly from: string;
  readonly maxConnections: number;
  /** How long to wait for a connection and for the greeting, in milliseconds; silence in a session may last twice that. */
  readonly timeoutMs: number;
}

// A fresh connection now and then, so that load spreads again after a server behind the same name has been replaced.
const MAILS_PER_CONNECTION = 500;
// A pooled connection that the server had closed meanwhile is not a failure of the mail that finds it so.
const STALE_CONNECTIONS_TOLERATED = 3;

/** E-mail by SMTP over a pool of connections. */
export class SmtpChannel implements Channel {
  readonly name = 'EMAIL';
  readonly provider: string;
  private readonly transport;
  private asking?: Promise<boolean>;

  constructor(private readonly settings: SmtpSettings) {
    this.provider = settings.provider;
    this.transport = createTransport({
      pool: true,
      host: settings.host,
      port: settings.port,
      secure: settings.secure,
      requireTLS: settings.requireTls,
      tls: { rejectUnauthorized: settings.rejectUnauthorized },
      ...(settings.dkim ? { dkim: signedWith(settings.dkim) } : {}),
      ...(settings.user ? { auth: { user: settings.user, pass: settings.password ?? '' } } : {}),
      maxConnections: settings.maxConnections,
      maxMessages: MAILS_PER_CONNECTION,
      maxRequeues: STALE_CONNECTIONS_TOLERATED,
      dnsTimeout: settings.timeoutMs,
      connectionTimeout: settings.timeoutMs,
      greetingTimeout: settings.timeoutMs,
      socketTimeout: 2 * settings.timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    // Failures reach us through sendMail; one that belongs to no mail, such as of an idle connection, concerns nobody.
    this.transport.on('error', () => undefined);
  }

  async send({ id, recipient, subject, message, html: write }: Parcel, signal: AbortSignal): Promise<void> {
    const html = write();
    try {
      // crash point mail-before-smtp: a mail is due, and the mail server has not heard of it
      await this.transport.sendMail({
        messageId: messageIdOf(id, this.settings.from),
        from: this.settings.from,
        // As an object, so that nothing in it is read as a list of addresses.
        to: { name: '', address: recipient },
        subject,
        text: message,
        ...(html === null ? {} : { html }),
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal,
      });
      // crash point mail-taken: the server has taken a mail, and nobody has noted it down; the one that is sent again
    } catch (error) {
      throw await this.failureOf(error as NodemailerError, signal);
    }
  }

  close(): void {
    this.transport.close({ force: true });
  }

  private async failureOf(cause: NodemailerError, signal: AbortSignal): Promise<Error> {
    const reason = reasonOf(cause);
    const verdict = judge(cause);
    if (verdict === 'refused') {
      return new PermanentRefusal(reason, { cause, addressAtFault: blamesAddress(cause) });
    }
    if (verdict === 'unreachable') return new ProviderUnreachable(reason, { cause });
    if (verdict === 'failed') return new TemporaryFailure(reason, { cause });
    // The session may have ended after the mail and before the answer.
    const unclear = { cause, mayHaveArrived: true };
    if (signal.aborted || (await this.serverAnswers())) return new TemporaryFailure(reason, unclear);
    return new ProviderUnreachable(reason, unclear);
  }

  /** Whether a new session can be opened: asked once for all the mails that were under way when the server went. */
  private serverAnswers(): Promise<boolean> {
    this.asking ??= this.transport
      .verify()
      .then(
        () => true,
        () => false,
      )
      .finally(() => (this.asking = undefined));
    return this.asking;
  }
}

const signedWith = ({ domain, selector, privateKey }: DkimKey) => ({
  domainName: domain,
  keySelector: selector,
  privateKey,
});

/** The same for every attempt at the same notification, so that a mail program shows a repeat once. */
export function messageIdOf(id: string, from: string): string {
  const domain = /@([^\s<>@]+?)>?\s*$/.exec(from)?.[1] ?? 'waybill';
  return `<${id}@${domain}>`;
}
