import twilio from 'twilio';
import type { Channel, Parcel } from '../domain/channel.js';
import { cut } from '../domain/cut.js';
import { failureOf } from './twilio-failure.js';

/** How to send texts by Twilio. */
export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** A number of the shop's, or a messaging service that picks one. */
  readonly sender: { readonly from: string } | { readonly messagingServiceSid: string };
  /** Instead of Twilio's own address. */
  readonly apiBase?: string;
  readonly timeoutMs: number;
}

const TWILIO = 'https://api.twilio.com';
/** Twilio refuses longer ones. */
const LONGEST_TEXT = 1600;

/** Texts by Twilio's REST API, by its own library; what fails is tried again by the sender, never in here. */
export class TwilioChannel implements Channel {
  readonly name = 'SMS';
  readonly provider = 'twilio';
  private readonly client;

  constructor(private readonly settings: TwilioSettings) {
    const { accountSid, authToken, apiBase = TWILIO, timeoutMs } = settings;
    this.client = twilio(accountSid, authToken, {
      httpClient: new ClientOf(apiBase, timeoutMs),
      autoRetry: false,
    });
  }

  async send({ recipient, message }: Parcel): Promise<void> {
    try {
      await this.client.messages.create({
        to: recipient,
        ...this.settings.sender,
        body: cut(message, LONGEST_TEXT),
      });
    } catch (error) {
      throw failureOf(error as Error);
    }
  }

  close(): void {
    // Each connection ends by itself when it has been idle.
  }
}

/** The library's client, which sends what is meant for Twilio to another address that speaks its language. */
class ClientOf extends twilio.RequestClient {
  constructor(
    private readonly apiBase: string,
    timeoutMs: number,
  ) {
    super({ timeout: timeoutMs, autoRetry: false });
  }

  override request: twilio.RequestClient['request'] = (options) => {
    const base = this.apiBase.replace(/\/+$/, '');
    return super.request({ ...options, uri: options.uri.replace(TWILIO, base) });
  };
}
