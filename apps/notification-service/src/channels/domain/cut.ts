const ELLIPSIS = '…';

/** The text, at most `longest` UTF-16 units of it; one that was cut ends in an ellipsis and never in half a character. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return (
    text
      .slice(0, longest - ELLIPSIS.length)
      .replace(/\p{Surrogate}$/u, '')
      .trimEnd() + ELLIPSIS
  );
}

/** The longest beginning of the text that takes at most `bytes` in JSON; one that was cut ends in an ellipsis. */
export function cutToJson(text: string, bytes: number): string {
  if (jsonBytes(text) <= bytes) return text;
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (jsonBytes(cut(text, middle)) <= bytes) fits = middle;
    else tooLong = middle;
  }
  return fits === 0 ? '' : cut(text, fits);
}

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));
