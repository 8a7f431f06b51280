import { stringify } from 'csv-stringify/sync';

/**
 * Rows as CSV (RFC 4180) below a line of column names. What a spreadsheet would take for a formula is led by an
 * apostrophe, for names of products are what somebody has typed.
 */
export const csvOf = (columns: readonly string[], rows: readonly object[]): string =>
  stringify([...rows], {
    header: true,
    columns: [...columns],
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
