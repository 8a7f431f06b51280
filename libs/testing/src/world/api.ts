/** An answer of a service. */
export interface Reply<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Asks a service for something, as a client would. A body that is not a string goes out as JSON. */
export async function ask<Body>(
  url: string,
  {
    method = 'GET',
    body,
    headers = {},
    signal,
  }: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Reply<Body>> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(signal && { signal }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
}

/** As `ask`, but anything else than success is an error that shows the problem. */
export async function demand<Body>(...request: Parameters<typeof ask>): Promise<Reply<Body>> {
  const reply = await ask<Body>(...request);
  if (reply.status >= 400)
    throw new Error(`${request[0]} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply;
}
