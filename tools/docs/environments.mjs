// @ts-check
import { compiled } from '../support/compiled.mjs';

/** @typedef {import('../build.mjs').App} App */

/** The schema of what a built app reads of its environment. @param {App} app @returns {Promise<import('zod').z.ZodObject>} */
export async function environmentOf(app) {
  const [schema, ...others] = Object.values(await compiled(app, 'apps', app, 'src', 'config.js')).filter(
    (exported) => typeof exported === 'object' && exported !== null && 'shape' in exported,
  );
  if (schema === undefined || others.length > 0)
    throw new Error(`${app}/src/config.ts must export one schema of the environment`);
  return schema;
}
