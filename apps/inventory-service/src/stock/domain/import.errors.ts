import { DomainError } from '@app/platform';
import type { ImportReport } from './import-report.js';

/** A line is about a product that is new, and does not say enough for it. In reports only: `incomplete-product`. */
export class IncompleteProduct extends DomainError {
  constructor(productId: string, pointer: '/productName' | '/price') {
    super({
      code: 'incomplete-product',
      kind: 'unprocessable',
      detail: `${productId} is new and needs a ${pointer.slice(1)}.`,
      errors: [{ in: 'body', pointer, detail: 'Is required for a new product', code: 'required' }],
    });
  }
}

/** A line is longer than lines are read. In reports only: `line-too-long`. */
export class LineTooLong extends DomainError {
  constructor(limitBytes: number) {
    super({
      code: 'line-too-long',
      kind: 'invalid',
      detail: `The line is longer than ${limitBytes} bytes.`,
    });
  }
}

/** A line has another number of fields than the header. In reports only: `wrong-number-of-fields`. */
export class WrongNumberOfFields extends DomainError {
  constructor(expected: number, actual: number) {
    super({
      code: 'wrong-number-of-fields',
      kind: 'invalid',
      detail: `The line has ${actual} fields where the header has ${expected}.`,
    });
  }
}

/** The file cannot be read any further, or has a header that says nothing. 400 `malformed-csv`. */
export class MalformedCsv extends DomainError {
  constructor(detail: string) {
    super({
      code: 'malformed-csv',
      kind: 'invalid',
      detail: `The CSV cannot be read: ${detail}.`,
      errors: [{ in: 'body', pointer: '', detail, code: 'malformed-csv' }],
    });
  }
}

/** An import ended early, with the code of its cause; what the report counts has been stored. */
export class ImportStopped extends DomainError {
  constructor(cause: DomainError, report: ImportReport) {
    const { code, kind, detail, errors } = cause;
    super({ code, kind, detail, errors, extensions: { report }, cause });
  }
}
