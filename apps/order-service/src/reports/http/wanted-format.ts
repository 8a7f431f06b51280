import { DomainError } from '@app/platform';

export type Format = 'json' | 'csv';

const TYPES: readonly (readonly [Format, string])[] = [
  ['json', 'application/json'],
  ['csv', 'text/csv'],
];

/** The client takes neither JSON nor CSV. 406 `not-acceptable`. */
export class NotAcceptable extends DomainError {
  constructor() {
    super({
      code: 'not-acceptable',
      kind: 'not-acceptable',
      detail: `A report is ${TYPES.map(([, type]) => type).join(' or ')}.`,
      errors: [{ in: 'header', pointer: '/Accept', detail: 'names neither' }],
    });
  }
}

/**
 * The format that a client likes best by its `Accept` header, JSON if it does not care. Throws `NotAcceptable`
 * for one that takes neither.
 */
export function wantedFormat(accept: string | undefined): Format {
  const ranges = rangesOf(accept ?? '*/*');
  const liked = TYPES.map(([format, type]) => ({ format, quality: qualityOf(type, ranges) }));
  const [best] = liked.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  if (!best) throw new NotAcceptable();
  return best.format;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function rangesOf(accept: string): Range[] {
  return accept
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim().toLowerCase()))
    .map(([type = '', ...parameters]) => {
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return { type, quality: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q) ? Number(q) : 0 };
    })
    .filter(({ type }) => type !== '');
}

/** How much a type is liked: the most exact range that covers it says so. An empty header covers everything. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  if (ranges.length === 0) return 1;
  const covering = [type, `${type.split('/', 1)[0]}/*`, '*/*'];
  for (const range of covering) {
    const found = ranges.find((candidate) => candidate.type === range);
    if (found) return found.quality;
  }
  return 0;
}
