// @ts-check
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where everything lives that running leaves behind on purpose: logs and embedded data. Git ignores it. */
export const stateDirectory = join(root, '.waybill');

/** The path of a file of the checkout. @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** The path of a file of the state directory. @param {string[]} parts */
export const inState = (...parts) => join(stateDirectory, ...parts);
