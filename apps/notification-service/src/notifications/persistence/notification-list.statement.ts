import { channel as channels } from '@app/contracts';
import { type Bind, type Statement, statement } from '@app/messaging';
import { idAt } from '@app/platform';
import type { NotificationFilter } from '../domain/notification-filter.js';
import { NOTIFICATION_STATUSES } from '../domain/notification.js';

/** Where a list begins and how far it goes. */
export interface ListStretch {
  readonly limit: number;
  readonly offset: number;
  /** The id of the last notification before. */
  readonly before?: string | undefined;
}

// An id is made just before or after its row gets its time; a clock that is set back in between may not hide it.
const SLACK_MS = 600_000;

/** Reads a stretch of a list, newest first: ids along an index, or along several that are merged, then the rows. */
export function listStatement(columns: string, filter: NotificationFilter, stretch: ListStretch): Statement {
  const ids = (bind: Bind) => idsOf(branchesOf(filter), stretch, bind);
  return statement(
    (bind) => `SELECT ${columns} FROM (${ids(bind)}) AS page JOIN notifications USING (id) ORDER BY id DESC`,
  );
}

function idsOf(
  branches: readonly NotificationFilter[],
  { limit, offset, before }: ListStretch,
  bind: Bind,
): string {
  const [only, ...others] = branches;
  const range = (most: number, skipped: number) =>
    `ORDER BY id DESC LIMIT ${bind(most, 'integer')} OFFSET ${bind(skipped, 'integer')}`;
  const branch = (part: NotificationFilter, most: number, skipped: number) =>
    `SELECT id FROM notifications WHERE ${whereOf(part, bind, before)} ${range(most, skipped)}`;
  if (only && others.length === 0) return branch(only, limit, offset);
  // Each with a limit of its own, or the planner would rather read and sort all that they have.
  const parts = branches.map((part) => `(${branch(part, offset + limit, 0)})`);
  return `SELECT id FROM (${parts.join(' UNION ALL ')}) AS merged ${range(limit, offset)}`;
}

/** Counts what a filter lets through, up to `most`. */
export function countStatement(filter: NotificationFilter, most: number): Statement {
  // The index of channels begins with the status.
  const statuses = filter.statuses ?? (filter.channel && NOTIFICATION_STATUSES);
  return statement(
    (bind) => `SELECT count(*)::integer AS count FROM (
      SELECT FROM notifications WHERE ${whereOf({ ...filter, statuses }, bind)} LIMIT ${bind(most, 'integer')}) AS counted`,
  );
}

/** Counts each status of each channel, up to `most`, from the index alone. */
export function countsStatement(most: number): Statement {
  return {
    sql: `SELECT channel, status, counted.count
      FROM unnest($1::text[]) WITH ORDINALITY AS c (channel, place)
      CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS s (status, step)
      CROSS JOIN LATERAL (
        SELECT count(*)::integer AS count FROM (
          SELECT FROM notifications n WHERE n.status = s.status AND n.channel = c.channel LIMIT $3) AS few) AS counted
      ORDER BY place, step`,
    parameters: [channels.options, NOTIFICATION_STATUSES, most],
  };
}

/**
 * A list as parts that one index has in order each: the notifications of a status and a channel lie together, by age.
 * A recipient, an order, a customer or a kind has an index of its own, which few rows of are left out.
 */
function branchesOf(filter: NotificationFilter): NotificationFilter[] {
  const { statuses, channel, recipient, orderId, customerId, kind } = filter;
  if ([recipient, orderId, customerId, kind].some((value) => value !== undefined)) return [filter];
  if (statuses === undefined && channel === undefined) return [filter];
  const wanted = channel === undefined ? channels.options : [channel];
  return (statuses ?? NOTIFICATION_STATUSES).flatMap((status) =>
    wanted.map((one) => ({ ...filter, statuses: [status], channel: one })),
  );
}

function whereOf(filter: NotificationFilter, bind: Bind, before?: string): string {
  const { statuses, channel, kind, recipient, orderId } = filter;
  const conditions = [
    ...(statuses === undefined ? [] : [statusIs(statuses, bind)]),
    ...(channel === undefined ? [] : [`channel = ${bind(channel, 'text')}`]),
    ...(kind === undefined ? [] : [`kind = ${bind(kind, 'text')}`]),
    ...(recipient === undefined ? [] : [`lower(recipient) = lower(${bind(recipient, 'text')})`]),
    ...(orderId === undefined ? [] : [`metadata ->> 'orderId' = ${bind(orderId, 'text')}`]),
    ...ofCustomer(filter, bind),
    ...spanOf(filter, bind),
    ...(before === undefined ? [] : [`id < ${bind(before, 'uuid')}`]),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

const ofCustomer = ({ customerId, exceptTo }: NotificationFilter, bind: Bind): string[] => [
  ...(customerId === undefined ? [] : [`metadata ->> 'customerId' = ${bind(customerId, 'text')}`]),
  ...(exceptTo === undefined ? [] : [`lower(recipient) IS DISTINCT FROM lower(${bind(exceptTo, 'text')})`]),
];

function statusIs(statuses: readonly string[], bind: Bind): string {
  const [only, ...others] = statuses;
  return others.length === 0 && only !== undefined
    ? `status = ${bind(only, 'text')}`
    : `status = ANY (${bind(statuses, 'text[]')})`;
}

// Ids begin with the time, so a span of time is a stretch of every index.
function spanOf({ createdFrom: from, createdTo: to }: NotificationFilter, bind: Bind): string[] {
  const idNear = (moment: string, slack: number) => bind(idAt(Date.parse(moment) + slack), 'uuid');
  return [
    ...(from === undefined
      ? []
      : [`id >= ${idNear(from, -SLACK_MS)}`, `created_at >= ${bind(from, 'timestamptz')}`]),
    ...(to === undefined ? [] : [`id < ${idNear(to, SLACK_MS)}`, `created_at < ${bind(to, 'timestamptz')}`]),
  ];
}
