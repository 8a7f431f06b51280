/** An answer of the service, its body parsed. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

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

/** Talks to one instance as a client does. Whoever calls says what they expect to get. */
export class Client {
  constructor(private readonly url: string) {}

  get<Body = OrderBody & ProblemBody>(path: string, headers: Headed = {}): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, headers);
  }

  /** `body` is sent as JSON, a string as it is. */
  post<Body = OrderBody & ProblemBody>(
    path: string,
    body: unknown,
    headers: Headed = {},
  ): Promise<Answer<Body>> {
    return this.send('POST', path, body, headers);
  }

  patch<Body = OrderBody & ProblemBody>(
    path: string,
    body: unknown,
    headers: Headed = {},
  ): Promise<Answer<Body>> {
    return this.send('PATCH', path, body, headers);
  }

  put<Body = OrderBody & ProblemBody>(
    path: string,
    body: unknown,
    headers: Headed = {},
  ): Promise<Answer<Body>> {
    return this.send('PUT', path, body, headers);
  }

  delete<Body = ProblemBody>(path: string, headers: Headed = {}): Promise<Answer<Body>> {
    return this.send('DELETE', path, undefined, headers);
  }

  private async send<Body>(
    method: string,
    path: string,
    body: unknown,
    headers: Headed,
  ): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as Body,
    };
  }
}
