// @ts-check
import { register } from 'node:module';
import { MUTANTS } from './mutants.mjs';
import { ToolError } from '../support/tool.mjs';

/** A bug planted in what is loaded from here on, in every service that has the module. @param {string} name */
export function plant(name) {
  const mutant = MUTANTS.find((known) => known.name === name);
  if (!mutant)
    throw new ToolError(
      `there is no mutant ${name}; there are ${MUTANTS.map((known) => known.name).join(', ')}`,
    );
  register('./plant-hook.mjs', import.meta.url, { data: mutant });
}
