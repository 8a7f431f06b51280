import webpush from 'web-push';
import { type Channel, type Parcel, PermanentRefusal, ProviderUnreachable } from '../domain/channel.js';
import { cutToJson } from '../domain/cut.js';
import { refusalOf, silenceOf } from './push-failure.js';

/** Who the shop is towards push services, and how long they keep what they cannot deliver. */
export interface WebPushSettings {
  readonly vapid: { readonly subject: string; readonly publicKey: string; readonly privateKey: string };
  readonly ttlSeconds: number;
  readonly timeoutMs: number;
}

/** What a message to a subscription is encrypted with: the browser's keys, base64url. */
export interface SubscriptionKeys {
  readonly p256dh: string;
  readonly auth: string;
}

/** Knows the keys of the subscriptions in the contact book. */
export interface KeyRing {
  /** Undefined if nobody has that subscription any more. */
  keysOf(endpoint: string): Promise<SubscriptionKeys | undefined>;
}

/** A service need not take more than 4096 bytes; encryption adds 103. */
const LARGEST_PAYLOAD = 3993;
const LONGEST_TITLE = 400;

/** Web Push (RFC 8030) with VAPID, encrypted and signed by the `web-push` library. */
export class WebPushChannel implements Channel {
  readonly name = 'PUSH';
  readonly provider = 'web-push';

  constructor(
    private readonly settings: WebPushSettings,
    private readonly ring: KeyRing,
  ) {}

  async send(parcel: Parcel, signal: AbortSignal): Promise<void> {
    const request = this.requestFor(parcel, await this.keysFor(parcel.recipient));
    const response = await post(
      request,
      AbortSignal.any([signal, AbortSignal.timeout(this.settings.timeoutMs)]),
    );
    if (response.status < 200 || response.status > 299) throw refusalOf(response.status);
  }

  close(): void {
    // Each connection ends by itself when it has been idle.
  }

  private async keysFor(endpoint: string): Promise<SubscriptionKeys> {
    const keys = await this.ring.keysOf(endpoint).catch((cause: unknown) => {
      throw new ProviderUnreachable('the contact book could not be read', { cause });
    });
    if (!keys) throw new PermanentRefusal('the subscription has ended');
    return keys;
  }

  private requestFor(parcel: Parcel, keys: SubscriptionKeys): webpush.RequestDetails {
    try {
      return webpush.generateRequestDetails({ endpoint: parcel.recipient, keys }, payloadOf(parcel), {
        vapidDetails: this.settings.vapid,
        TTL: this.settings.ttlSeconds,
        // A repeat takes the place of what was not delivered yet.
        topic: parcel.id.replaceAll('-', '').slice(0, 32),
        urgency: 'normal',
      });
    } catch (cause) {
      throw new PermanentRefusal('the subscription has no valid keys', { cause, addressAtFault: true });
    }
  }
}

async function post(request: webpush.RequestDetails, signal: AbortSignal): Promise<Response> {
  try {
    const response = await fetch(request.endpoint, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      // A push service has no reason to send us anywhere else.
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    return response;
  } catch (error) {
    throw silenceOf(error);
  }
}

/** `{ title, body, data }`, as a service worker expects it, no larger than every push service takes. */
export function payloadOf({ id, subject, message }: Parcel): string {
  const title = cutToJson(subject, LONGEST_TITLE);
  const frame = { title, body: '', data: { notificationId: id } };
  const room = LARGEST_PAYLOAD - Buffer.byteLength(JSON.stringify(frame));
  return JSON.stringify({ ...frame, body: cutToJson(message, room) });
}
