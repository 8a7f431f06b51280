// @ts-check

/**
 * Prints one line of what is going on: what it is about, in which way, and the details.
 * @param {string} subject
 * @param {string} way
 * @param {string} details
 */
export function announce(subject, way, details) {
  process.stdout.write(`${subject.padEnd(10)} ${way.padEnd(10)} ${details}\n`);
}

/**
 * The message of whatever was thrown, with those of its causes, in one line.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  if (!(error instanceof Error)) return String(error);
  // A failed connection to a name with several addresses says everything in its parts and nothing itself.
  const parts = error instanceof AggregateError ? error.errors.map(messageOf) : [];
  const own = error.message || parts[0] || /** @type {NodeJS.ErrnoException} */ (error).code || error.name;
  return error.cause === undefined ? own : `${own}: ${messageOf(error.cause)}`;
}
