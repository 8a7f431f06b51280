/** A statement with its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Adds a value to the parameters and gives what stands for it: `$1::uuid`. */
export type Bind = (value: unknown, type: string) => string;

/** Makes a statement of which `write` gives the text and binds the values as they occur in it. */
export function statement(write: (bind: Bind) => string): Statement {
  const parameters: unknown[] = [];
  const sql = write((value, type) => `$${parameters.push(value)}::${type}`);
  return { sql, parameters };
}
