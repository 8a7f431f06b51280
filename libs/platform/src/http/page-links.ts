/** How far into a list page numbers reach, in items; further on, only a cursor leads. */
export const NUMBERED_REACH = 100_000;

/** How many items a client gets that does not say. */
export const USUAL_ITEMS = 50;

/**
 * The links (RFC 8288) from a page of a list to its neighbours: to the next one by the cursor, or, for a client that
 * counts pages, to the first, the previous and the next one by their numbers. Where numbers end (after `reach` items), `next` goes on by
 * cursor, so that whoever follows it reaches the end of the list.
 */
export function pageLinks(url: string, cursor: string | undefined, reach = NUMBERED_REACH): string[] {
  const [path = '/'] = url.split('?', 1);
  const asked = new URLSearchParams(url.slice(path.length));
  const linkTo = ([rel, change]: Link): string =>
    `<${path}?${changed(asked, change).toString()}>; rel="${rel}"`;
  const isNumbered = asked.has('page') || asked.has('per_page');
  return (isNumbered ? numberedLinks(asked, cursor, reach) : nextBy(cursor)).map(linkTo);
}

/** Where a link leads, as what it is to the page, and the parameters that differ. */
type Link = readonly [rel: string, change: Readonly<Record<string, string | undefined>>];

const nextBy = (cursor: string | undefined): Link[] => (cursor === undefined ? [] : [['next', { cursor }]]);

function numberedLinks(asked: URLSearchParams, cursor: string | undefined, reach: number): Link[] {
  const page = Number(asked.get('page') ?? 1);
  const size = Number(asked.get('per_page') ?? USUAL_ITEMS);
  const back: Link[] = [
    ['first', { page: '1' }],
    ...(page > 1 ? ([['prev', { page: String(page - 1) }]] satisfies Link[]) : []),
  ];
  if (cursor === undefined) return back;
  const isCounted = (page + 1) * size <= reach;
  const next = isCounted
    ? { page: String(page + 1) }
    : { page: undefined, per_page: undefined, limit: String(size), cursor };
  return [...back, ['next', next]];
}

function changed(
  parameters: URLSearchParams,
  change: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const result = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) result.delete(name);
    else result.set(name, value);
  }
  return result;
}
