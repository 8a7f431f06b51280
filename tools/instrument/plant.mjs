// @ts-check

/**
 * A change of one place of a built module.
 * @typedef {object} Plant
 * @property {string} file the source, as `libs/messaging/src/outbox/outbox.ts`
 * @property {string} find what is there in the built module, once
 * @property {string} replace what shall be there instead
 */

/** The built module with the change made. Throws unless there is exactly one place for it. @param {Plant} plant @param {string} built */
export function planted({ file, find, replace }, built) {
  const [before, after, ...more] = built.split(find);
  if (after === undefined || more.length > 0)
    throw new Error(`${file}: ${after === undefined ? 'nothing' : 'more than one place'} reads ${find}`);
  return `${before}${replace}${after}`;
}
