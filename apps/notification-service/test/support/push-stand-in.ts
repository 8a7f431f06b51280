import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import webpush from 'web-push';
import type { PushSubscription } from '../../src/contacts/domain/contact.js';
import { StandIn } from './stand-in.js';

/** A message as the browser sees it, and what the service was told beside it. */
interface PushedMessage {
  readonly browser: string;
  readonly payload: { readonly title: string; readonly body: string; readonly data: Record<string, unknown> };
  readonly ttl: number;
  readonly topic: string | undefined;
  readonly urgency: string | undefined;
  /** Of the encrypted body. */
  readonly bytes: number;
}

/** A browser with the keys that only it has. */
interface Browser {
  readonly ecdh: ECDH;
  readonly auth: Buffer;
}

/** A push service and its browsers: RFC 8030, messages encrypted by RFC 8291, senders named by RFC 8292. */
export class PushStandIn extends StandIn {
  readonly messages: PushedMessage[] = [];
  /** Requests, whatever became of them. */
  asked = 0;
  /** The status of the answer for a browser; by default every message is taken. */
  react: (browser: string) => number = () => 201;
  private readonly browsers = new Map<string, Browser>();
  private readonly vapid = webpush.generateVAPIDKeys();

  static async open(): Promise<PushStandIn> {
    const standIn = new PushStandIn();
    await standIn.start();
    return standIn;
  }

  /** What makes the service send push messages that are accepted here. */
  get environment(): Record<string, string> {
    return {
      PUSH_PROVIDER: 'web-push',
      VAPID_PUBLIC_KEY: this.vapid.publicKey,
      VAPID_PRIVATE_KEY: this.vapid.privateKey,
      VAPID_SUBJECT: 'mailto:push@shop.example',
    };
  }

  /** A browser of that name subscribes. */
  subscribe(browser: string): PushSubscription {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    const auth = randomBytes(16);
    this.browsers.set(browser, { ecdh, auth });
    return {
      endpoint: `${this.origin}/push/${browser}`,
      keys: { p256dh: ecdh.getPublicKey('base64url'), auth: auth.toString('base64url') },
    };
  }

  protected handle(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    this.asked += 1;
    const name = request.url?.replace('/push/', '') ?? '';
    const browser = this.browsers.get(name);
    const status = this.statusFor(request, body, name, browser);
    if (status === 201 && browser) this.deliver(request, body, name, browser);
    const headers: Record<string, string> = status === 429 ? { 'retry-after': '1' } : {};
    response.writeHead(status, headers).end(status === 201 ? '' : 'no');
  }

  private statusFor(request: IncomingMessage, body: Buffer, name: string, browser?: Browser): number {
    const { headers, method } = request;
    if (method !== 'POST' || !/^\d+$/.test(String(headers['ttl']))) return 400;
    if (headers['content-encoding'] !== 'aes128gcm') return 415;
    if (!this.isSignedByShop(headers.authorization ?? '')) return 403;
    if (body.length > 4096) return 413;
    return browser ? this.react(name) : 404;
  }

  /** `vapid t=<JWT, ES256>, k=<public key>`, for this origin and for at most a day. */
  private isSignedByShop(authorization: string): boolean {
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    if (key !== this.vapid.publicKey) return false;
    const point = Buffer.from(key, 'base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const signed = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
      string,
      never
    >;
    const seconds = Number(exp) - Date.now() / 1000;
    return (
      signed && aud === this.origin && sub === 'mailto:push@shop.example' && seconds > 0 && seconds <= 86_400
    );
  }

  private deliver({ headers }: IncomingMessage, body: Buffer, browser: string, keys: Browser): void {
    this.messages.push({
      browser,
      payload: JSON.parse(decrypt(body, keys)) as PushedMessage['payload'],
      ttl: Number(headers['ttl']),
      topic: headers['topic'] as string | undefined,
      urgency: headers['urgency'] as string | undefined,
      bytes: body.length,
    });
  }
}

/** RFC 8291 on top of RFC 8188, for a message of one record. */
function decrypt(body: Buffer, { ecdh, auth }: Browser): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const secret = hkdf(ecdh.computeSecret(sender), auth, info, 32);
  const key = hkdf(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = hkdf(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // A 2 marks the end of the last record; what follows it is padding.
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}

const hkdf = (secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));
