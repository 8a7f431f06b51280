import type { IncomingMessage, ServerResponse } from 'node:http';
import { StandIn } from './stand-in.js';

/** How a request for a text ends: it is queued, refused as documented, cut off, or answered by no JSON at all. */
export type TwilioReaction =
  | 'queue'
  | 'hang-up'
  | 'gibberish'
  | { readonly status: number; readonly code: number; readonly message: string };

/** A text as it was accepted. */
interface AcceptedText {
  readonly to: string;
  readonly body: string;
  readonly sender: string;
}

/** Speaks for `POST /2010-04-01/Accounts/{Sid}/Messages.json` of Twilio's API, as its reference describes it. */
export class TwilioStandIn extends StandIn {
  readonly accountSid = 'AC00000000000000000000000000000000';
  readonly authToken = 'a-token';
  readonly texts: AcceptedText[] = [];
  /** Requests, whatever became of them. */
  asked = 0;
  /** Decides about each request that is formed well; by default every text is queued. */
  react: (to: string) => TwilioReaction = () => 'queue';

  static async open(): Promise<TwilioStandIn> {
    const standIn = new TwilioStandIn();
    await standIn.start();
    return standIn;
  }

  /** What makes the service send its texts here. */
  get environment(): Record<string, string> {
    return {
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: this.accountSid,
      TWILIO_AUTH_TOKEN: this.authToken,
      TWILIO_FROM: '+15005550006',
      TWILIO_API_BASE: this.origin,
    };
  }

  protected handle(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    this.asked += 1;
    const form = new URLSearchParams(body.toString('utf8'));
    const problem = this.problemWith(request, form);
    const reaction = problem ?? this.react(form.get('To') ?? '');
    if (reaction === 'hang-up') request.socket.destroy();
    else if (reaction === 'gibberish')
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway');
    else if (reaction === 'queue') this.accept(form, response);
    else refuse(response, reaction);
  }

  private problemWith(request: IncomingMessage, form: URLSearchParams): TwilioReaction | undefined {
    const credentials = Buffer.from(`${this.accountSid}:${this.authToken}`).toString('base64');
    if (request.headers.authorization !== `Basic ${credentials}`)
      return { status: 401, code: 20003, message: 'Authenticate' };
    if (`${request.method} ${request.url}` !== `POST /2010-04-01/Accounts/${this.accountSid}/Messages.json`)
      return { status: 404, code: 20404, message: `The requested resource ${request.url} was not found` };
    if (!form.get('To')) return { status: 400, code: 21604, message: "A 'To' phone number is required." };
    if (!form.get('From') && !form.get('MessagingServiceSid'))
      return { status: 400, code: 21603, message: "A 'From' phone number is required." };
    const length = form.get('Body')?.length ?? 0;
    if (length === 0) return { status: 400, code: 21602, message: 'Message body is required.' };
    return length > 1600
      ? {
          status: 400,
          code: 21617,
          message: 'The concatenated message body exceeds the 1600 character limit.',
        }
      : undefined;
  }

  private accept(form: URLSearchParams, response: ServerResponse): void {
    const [to, body] = [form.get('To') ?? '', form.get('Body') ?? ''];
    const sender = form.get('From') ?? form.get('MessagingServiceSid') ?? '';
    this.texts.push({ to, body, sender });
    const sid = `SM${String(this.texts.length).padStart(32, '0')}`;
    answer(response, 201, {
      account_sid: this.accountSid,
      api_version: '2010-04-01',
      body,
      date_created: new Date().toUTCString(),
      direction: 'outbound-api',
      error_code: null,
      error_message: null,
      from: form.get('From'),
      messaging_service_sid: form.get('MessagingServiceSid'),
      num_segments: '1',
      sid,
      status: 'queued',
      to,
      uri: `/2010-04-01/Accounts/${this.accountSid}/Messages/${sid}.json`,
    });
  }
}

const refuse = (
  response: ServerResponse,
  { status, code, message }: { status: number; code: number; message: string },
) =>
  answer(response, status, {
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });

const answer = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
