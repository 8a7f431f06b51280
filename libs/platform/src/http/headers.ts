import type { IncomingMessage } from 'node:http';

/** How often the request carries the header; Node joins the values of most repeated headers, hiding the repetition. */
export function headerCount({ rawHeaders }: IncomingMessage, name: string): number {
  return rawHeaders.filter((entry, index) => index % 2 === 0 && entry.toLowerCase() === name).length;
}

/** The value of a header that occurs exactly once, otherwise undefined. */
export function onlyHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && headerCount(request, name) === 1 ? value : undefined;
}
