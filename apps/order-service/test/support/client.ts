import { ask, type Reply as Answer } from '@app/testing';

export type { Answer };

/** The members of a problem document that specs look at. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly currentStatus?: string;
  readonly allowed?: readonly string[];
  readonly errors?: readonly {
    readonly pointer: string;
    readonly expected?: number;
    readonly actual?: number;
  }[];
}

/** An order as the API shows it, as far as specs look at it. */
export interface OrderBody {
  readonly id: string;
  readonly version: number;
  readonly customerId: string;
  readonly items: readonly { productId: string; name: string; quantity: number; price: number }[];
  readonly totalAmount: number;
  readonly currency: string;
  readonly status: string;
  readonly contact?: { readonly email?: string; readonly phone?: string };
  readonly cancellation?: { readonly code: string; readonly reason: string };
  readonly shipping?: { readonly carrier?: string; readonly trackingNumber?: string };
  readonly notes?: string;
  readonly shippingAddress?: { readonly city: string };
  readonly payment?: {
    readonly status: string;
    readonly link?: string;
    readonly expiresAt?: string;
    readonly transactionId?: string;
  };
  readonly refunds?: readonly {
    readonly transactionId: string;
    readonly amount: number;
    readonly cause: string;
    readonly settledAt?: string;
  }[];
  readonly change?: { readonly id: string; readonly status: string; readonly reason?: string };
  readonly completion?: { readonly transactionId?: string };
  readonly saga?: { readonly step: string; readonly waitingFor: readonly string[] };
  readonly deletedAt?: string;
  readonly delivery?: { readonly deliveredAt: string; readonly signature?: string };
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly history?: readonly {
    version: number;
    event: string;
    from: string | null;
    to: string;
    who: string;
    why?: string;
  }[];
}

type Headed = Readonly<Record<string, string>>;
type Both = OrderBody & ProblemBody;

/** `body` is sent as JSON, a string as it is. */
type Send = <Body = Both>(path: string, body: unknown, headers?: Headed) => Promise<Answer<Body>>;

/** Talks to one instance as a client does. Whoever calls says what they expect to get. */
export class Client {
  readonly post = this.sending('POST');
  readonly patch = this.sending('PATCH');
  readonly put = this.sending('PUT');

  constructor(private readonly url: string) {}

  get<Body = Both>(path: string, headers: Headed = {}): Promise<Answer<Body>> {
    return ask(this.url + path, { headers });
  }

  delete<Body = ProblemBody>(path: string, headers: Headed = {}): Promise<Answer<Body>> {
    return ask(this.url + path, { method: 'DELETE', headers });
  }

  private sending(method: string): Send {
    return (path, body, headers = {}) => ask(this.url + path, { method, body, headers });
  }
}
