import type { Twilio } from 'twilio';
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

// Large, and loaded only where somebody sends texts by it.
const library = () => import('twilio').then(({ default: twilio }) => twilio);
type Library = Awaited<ReturnType<typeof library>>;

const TWILIO = 'https://api.twilio.com';
/** Twilio refuses longer ones. */
const LONGEST_TEXT = 1600;

/** Texts by Twilio's REST API, by its own library; what fails is tried again by the sender, never in here. */
export class TwilioChannel implements Channel {
  readonly name = 'SMS';
  readonly provider = 'twilio';

  private constructor(
    private readonly settings: TwilioSettings,
    private readonly client: Twilio,
  ) {}

  static async open(settings: TwilioSettings): Promise<TwilioChannel> {
    const { accountSid, authToken } = settings;
    const twilio = await library();
    const options = { httpClient: httpClient(twilio, settings), autoRetry: false };
    return new TwilioChannel(settings, twilio(accountSid, authToken, options));
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
function httpClient({ RequestClient }: Library, { apiBase = TWILIO, timeoutMs }: TwilioSettings) {
  const client = new RequestClient({ timeout: timeoutMs, autoRetry: false });
  const request = client.request.bind(client);
  const base = apiBase.replace(/\/+$/, '');
  client.request = (options) => request({ ...options, uri: options.uri.replace(TWILIO, base) });
  return client;
}
