import { type Bind, type Statement, statement } from '@app/messaging';
import { idAt, type Stretch } from '@app/platform';
import { isByTotal, type OrderFilter, type OrderPlace, type OrderSort } from '../domain/order-list.js';
import { ORDER_COLUMNS } from './order.row.js';

/** A filter as the tables can answer it: the words of its text are known. */
export interface OrderSearch extends Omit<OrderFilter, 'text'> {
  readonly words?: readonly string[] | undefined;
}

/** Where the wanted orders are found, and the columns that are their id there; the first says it in the answer. */
interface Source {
  readonly from: string;
  readonly where: readonly string[];
  readonly ids: readonly [string, ...string[]];
}

// An id is made just before or after its order gets its time; a clock that is set back in between may not hide it.
const SLACK_MS = 600_000;

/** Reads the orders of a stretch: their ids along an index, then the orders themselves. */
export function listStatement(search: OrderSearch, sort: OrderSort, stretch: Stretch<OrderPlace>): Statement {
  return statement((bind) => {
    const ids = idsOf(branchesOf(search, sort, stretch.after), sort, stretch, bind);
    return `SELECT ${ORDER_COLUMNS} FROM (${ids}) AS page
      JOIN orders USING (id) ORDER BY ${ordered(sort, 'currency', 'total_minor', 'id')}`;
  });
}

/** Counts the orders that a search finds, up to `most`. */
export function countStatement(search: OrderSearch, most: number): Statement {
  return statement((bind) => {
    const { from, where } = sourceOf(search, bind);
    return `SELECT count(*)::integer AS count FROM (
        SELECT FROM ${from} WHERE ${where.join(' AND ')} LIMIT ${bind(most, 'integer')}
      ) AS found`;
  });
}

/** The columns of a list by total, of which one by age needs the last. */
function ordered(sort: OrderSort, ...columns: readonly string[]): string {
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  return (isByTotal(sort) ? columns : columns.slice(-1)).map((column) => `${column} ${direction}`).join(', ');
}

/** A part of a list that one index has in its order. */
interface Branch {
  readonly search: OrderSearch;
  /** What is past the place where the list goes on. */
  readonly past: (ids: Source['ids'], bind: Bind) => readonly string[];
}

/**
 * A list as parts to be merged. The orders of several statuses lie in as many stretches of one index. Past a place in a
 * list by total comes the rest of its currency, and then the other currencies: compared at once, all three columns
 * would be taken by the planner for as rare as the first.
 */
function branchesOf(search: OrderSearch, sort: OrderSort, after: OrderPlace | undefined): Branch[] {
  const beyond = sort.startsWith('-') ? '<' : '>';
  if (!isByTotal(sort)) {
    const past: Branch['past'] = (ids, bind) =>
      after ? ids.map((id) => `${id} ${beyond} ${bind(after.id, 'uuid')}`) : [];
    return isMerged(search)
      ? (search.status ?? []).map((status) => ({ search: { ...search, status: [status] }, past }))
      : [{ search, past }];
  }
  if (!after) return [{ search, past: () => [] }];
  const currency = after.currency ?? '';
  return [
    {
      search,
      past: ([id], bind) => [
        `o.currency = ${bind(currency, 'char(3)')}`,
        `(o.total_minor, ${id}) ${beyond} (${bind(after.total, 'bigint')}, ${bind(after.id, 'uuid')})`,
      ],
    },
    { search, past: (_ids, bind) => [`o.currency ${beyond} ${bind(currency, 'char(3)')}`] },
  ];
}

const isMerged = ({ status = [], customerId, ...search }: OrderSearch): boolean =>
  status.length > 1 && customerId === undefined && keysIn(search).length === 0;

// Each of several branches has a limit of its own, or the planner would rather read and sort all that they have.
function idsOf(
  branches: readonly Branch[],
  sort: OrderSort,
  { limit, offset }: { limit: number; offset: number },
  bind: Bind,
): string {
  const [only, ...others] = branches;
  const range = (most: number, skipped: number) =>
    `LIMIT ${bind(most, 'integer')} OFFSET ${bind(skipped, 'integer')}`;
  if (only && others.length === 0)
    return `SELECT id FROM (${branchQuery(only, sort, bind)} ${range(limit, offset)}) AS found`;
  const parts = branches.map((branch) => `(${branchQuery(branch, sort, bind)} ${range(offset + limit, 0)})`);
  return `SELECT id FROM (${parts.join(' UNION ALL ')}) AS merged
    ORDER BY ${ordered(sort, 'currency', 'total_minor', 'id')} ${range(limit, offset)}`;
}

function branchQuery({ search, past }: Branch, sort: OrderSort, bind: Bind): string {
  const { from, where, ids } = sourceOf(search, bind);
  const compared = isByTotal(sort) ? ', o.currency, o.total_minor' : '';
  return `SELECT ${ids[0]} AS id${compared} FROM ${from} WHERE ${[...where, ...past(ids, bind)].join(' AND ')}
    ORDER BY ${ordered(sort, 'o.currency', 'o.total_minor', ids[0])}`;
}

function sourceOf(search: OrderSearch, bind: Bind): Source {
  const keys = keysIn(search);
  const [first, ...others] = keys.map((_, index) => `k${index}.order_id`);
  const conditions = conditionsOf(search, bind);
  if (first === undefined)
    return {
      from: 'orders AS o',
      where: [...conditions, ...spanOfIds(search, ['o.id'], bind), liveOrder(search)],
      ids: ['o.id'],
    };
  const needsOrder = conditions.length > 0;
  const ids: Source['ids'] = [first, ...others, ...(needsOrder ? ['o.id'] : [])];
  const tables = keys.map(({ table }, index) =>
    index === 0 ? `${table} AS k0` : `JOIN ${table} AS k${index} ON k${index}.order_id = ${first}`,
  );
  return {
    from: [...tables, ...(needsOrder ? [`JOIN orders AS o ON o.id = ${first}`] : [])].join(' '),
    where: [
      ...keys.map(({ column, value }, index) => `k${index}.${column} = ${bind(value, 'text')}`),
      ...conditions,
      ...spanOfIds(search, ids, bind),
      needsOrder ? liveOrder(search) : liveAmongKeys(search, first),
    ],
    ids,
  };
}

/** What orders are found by in tables of their own, each of which has the orders of one key by age. */
const keysIn = ({ productId, words = [] }: OrderSearch) => [
  ...(productId === undefined ? [] : [{ table: 'order_products', column: 'product_id', value: productId }]),
  ...words.map((word) => ({ table: 'order_words', column: 'word', value: word })),
];

const liveOrder = ({ includeDeleted }: OrderSearch): string =>
  includeDeleted ? 'true' : 'o.deleted_at IS NULL';

/** Reads no order at all: the few deleted ones are looked up in an index of their own. */
const liveAmongKeys = ({ includeDeleted }: OrderSearch, id: string): string =>
  includeDeleted
    ? 'true'
    : `NOT EXISTS (SELECT FROM orders AS d WHERE d.id = ${id} AND d.deleted_at IS NOT NULL)`;

function conditionsOf(search: OrderSearch, bind: Bind): string[] {
  const { status = [], customerId, createdFrom, createdTo, currency, minTotal, maxTotal } = search;
  const conditions: string[] = [];
  const add = (condition: string, value: unknown, type: string) => {
    if (value !== undefined) conditions.push(`o.${condition} ${bind(value, type)}`);
  };
  if (status.length === 1) add('status =', status[0], 'text');
  if (status.length > 1) conditions.push(`o.status = ANY (${bind(status, 'text[]')})`);
  add('customer_id =', customerId, 'uuid');
  add('created_at >=', createdFrom, 'timestamptz');
  add('created_at <', createdTo, 'timestamptz');
  add('currency =', currency, 'char(3)');
  add('total_minor >=', minTotal, 'bigint');
  add('total_minor <=', maxTotal, 'bigint');
  return conditions;
}

/** A span of time as the ids that orders of it can have. Told of every column, for the planner does not infer it. */
const spanOfIds = ({ createdFrom, createdTo }: OrderSearch, ids: Source['ids'], bind: Bind): string[] =>
  ids.flatMap((id) => [
    ...(createdFrom === undefined
      ? []
      : [`${id} >= ${bind(idAt(Date.parse(createdFrom) - SLACK_MS), 'uuid')}`]),
    ...(createdTo === undefined ? [] : [`${id} < ${bind(idAt(Date.parse(createdTo) + SLACK_MS), 'uuid')}`]),
  ]);
