/**
 * What an answer gives away: the secrets of others that are in its text and were not in the request, which may be
 * repeated to whoever sent it.
 */
export const leaksIn = (answer: string, request: string, secrets: Iterable<string>): string[] =>
  [...secrets].filter((secret) => answer.includes(secret) && !request.includes(secret));
