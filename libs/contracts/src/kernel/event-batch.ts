/** Content type of a message that holds several events: the JSON batch format of CloudEvents 1.0. */
export const EVENT_BATCH_CONTENT_TYPE = 'application/cloudevents-batch+json';

/** As many events as are read from one message. */
export const EVENTS_PER_MESSAGE_LIMIT = 500;

/** Several events, each as JSON, as the body of one message. */
export const batchOf = (events: readonly string[]): string => `[${events.join(',')}]`;

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
// What a character does to the depth.
const STEPS = new Int8Array(128);
for (const opening of '[{') STEPS[opening.charCodeAt(0)] = 1;
for (const closing of ']}') STEPS[closing.charCodeAt(0)] = -1;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The events of a batch, byte by byte as they are in it: whether one of them can be read does not concern the others.
 * `undefined` when the body is no JSON array in UTF-8 of at least one and at most `EVENTS_PER_MESSAGE_LIMIT` elements.
 */
export function eventsIn(body: Uint8Array): string[] | undefined {
  const text = decoded(body)?.trim();
  if (text?.startsWith('[') !== true || !text.endsWith(']')) return undefined;
  const commas = commasBetween(text);
  if (!commas || commas.length >= EVENTS_PER_MESSAGE_LIMIT) return undefined;
  const ends = [...commas, text.length - 1];
  const events = ends.map((end, at) => text.slice((commas[at - 1] ?? 0) + 1, end).trim());
  return events.includes('') ? undefined : events;
}

function decoded(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

/** Where the commas between the elements of an array are; `undefined` if its brackets and quotes do not match. */
function commasBetween(array: string): number[] | undefined {
  const commas: number[] = [];
  const end = array.length - 1;
  let depth = 0;
  let at = 1;
  for (; at < end; at += 1) {
    const code = array.charCodeAt(at);
    if (code === QUOTE) at = closingQuote(array, at);
    else if (code === COMMA && depth === 0) commas.push(at);
    else depth = depthAfter(code, depth);
  }
  return depth === 0 && at === end ? commas : undefined;
}

/** No number, from then on, once more has been closed than was open. */
function depthAfter(code: number, depth: number): number {
  const after = depth + (STEPS[code] ?? 0);
  return after < 0 ? Number.NaN : after;
}

/** Where the string ends that begins at `opening`; past the end of the text if it does not. */
function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 1;
}
