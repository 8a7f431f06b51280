import { catalogue } from './catalogue.mjs';
import { contradictions } from './contradictions.mjs';
import { refusalsIn } from './refusals.mjs';
import { parsedSource } from './sources.mjs';

const STATUSES: Record<string, number> = { invalid: 400, 'not-found': 404, conflict: 409 };
const statusOf = (kind: string): number => STATUSES[kind] ?? 500;

const read = (text: string) => refusalsIn([parsedSource('order-service', 'order.errors.ts', text)]);

const error = (comment: string, options: string, parameters = ''): string => `
  /** ${comment} */
  export class TooLate extends DomainError {
    constructor(${parameters}) {
      super({ ${options} });
    }
  }`;
const TOO_LATE = error('It has left. 409 `too-late`.', `code: 'too-late', kind: 'conflict', detail: 'x'`);
const declared = (code: string, status = '409') => ({
  app: 'order-service' as const,
  route: 'POST /orders',
  status,
  code,
});

const complaints = (text: string, routes = [declared('too-late')]) =>
  contradictions(read(text), routes, statusOf);

describe('the page of errors', () => {
  it('lets errors pass that are answered by no route but named in a report', () => {
    const inReports = error(
      'It says too little. In reports only: `too-little`.',
      "code: 'too-little', kind: 'invalid', detail: ''",
    );

    expect(complaints(inReports, [])).toEqual([]);
    expect(catalogue(read(inReports), [], statusOf)).toMatchObject([{ code: 'too-little', inReports: true }]);
  });

  it('has the status, the meaning and what is carried, of a class', () => {
    const options = `
      code: 'too-late',
      kind: 'conflict',
      detail,
      errors: [{ in: 'body', pointer: '/at', detail }],
      extensions: { currentStatus: status },
      retryAfterSeconds: 1,`;
    const refusals = read(error('It has left. 409 `too-late`.', options, 'status: string, detail: string'));

    expect(contradictions(refusals, [declared('too-late')], statusOf)).toEqual([]);
    expect(catalogue(refusals, [declared('too-late')], statusOf)).toEqual([
      {
        scope: 'order-service',
        code: 'too-late',
        status: 409,
        meanings: ['It has left.'],
        carried: { places: ['body `/at`'], members: ['currentStatus'], retryAfter: true },
        anywhere: false,
        inReports: false,
        declared: [declared('too-late')],
      },
    ]);
  });

  it('has every code that a class or a function is told', () => {
    const refusals = read(`
      class Wrong extends DomainError {
        constructor(code: string, detail: string) {
          super({ code, kind: 'invalid', detail });
        }
      }
      class Worse extends Wrong {
        constructor() {
          super('worse', 'It is worse.');
        }
      }
      const header = (code: string, name: string) => new Wrong(code, \`\${name} is wrong.\`);
      header('bad-header', 'If-Match');
      function refuse() {
        throw new Wrong(late ? 'late' : 'early', 'Not now.');
      }`);

    expect(new Set(refusals.map(({ codes, meaning }) => [...codes, meaning].join()))).toEqual(
      new Set(['bad-header,If-Match is wrong.', 'late,early,Not now.', 'worse,It is worse.']),
    );
  });

  it('has problems that are no errors', () => {
    const [refusal] = read(
      `const P: Problem = { status: 431, code: 'too-long', detail: 'It is too long.' };`,
    );
    expect(refusal).toMatchObject({ codes: ['too-long'], status: 431, meaning: 'It is too long.' });
  });

  it.each([
    ['a comment with another status', TOO_LATE.replace('409 `', '404 `')],
    ['a comment with another code', TOO_LATE.replace('`too-late`', '`too-early`')],
    ['a comment without a code', TOO_LATE.replace(' 409 `too-late`.', '')],
    ['a comment without a meaning', TOO_LATE.replace('It has left. ', '')],
    ['a code that cannot be read', TOO_LATE.replace(`code: 'too-late'`, 'code: codeOf(order)')],
  ])('complains of %s', (_, text) => {
    expect(complaints(TOO_LATE)).toEqual([]);
    expect(complaints(text)).not.toEqual([]);
  });

  it('complains of a route that declares what no error has, or with another status', () => {
    expect(complaints(TOO_LATE, [declared('too-late'), declared('too-wet')])).toEqual([
      'POST /orders of order-service declares 409 `too-wet`, which no error has',
    ]);
    expect(complaints(TOO_LATE, [declared('too-late', '422')])).toHaveLength(1);
  });

  it('complains of an error that no route declares', () => {
    expect(complaints(TOO_LATE, [])).toEqual([
      'order.errors.ts, TooLate: no route of order-service declares `too-late` by ApiProblem',
    ]);
  });
});
