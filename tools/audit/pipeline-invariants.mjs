// @ts-check
import { byDeadline, invariant } from './invariant.mjs';

/** @typedef {import('../infra/types.mjs').Owner} Owner */

/** A gap closes within milliseconds, so one that has not for so long has a cause. */
const GAP_MS = 30_000;

const ageOf = (/** @type {string} */ column) => `extract(epoch FROM now() - ${column}) * 1000`;

const OUTBOX = `
  SELECT type, routing_key AS "routingKey", body::jsonb ->> 'subject' AS subject,
         (body::jsonb ->> 'sequence')::int AS sequence, attempts, created_at AS since
  FROM outbox_events
  WHERE ${ageOf('created_at')} > $1
  ORDER BY created_at, id`;

const PARKED = `
  SELECT k.stream, k.subject, coalesce(p.sequence, 0) + 1 AS missing, min(k.sequence) AS "firstParked",
         count(*) AS parked, min(k.parked_at) AS since
  FROM parked_events AS k LEFT JOIN stream_positions AS p USING (stream, subject)
  GROUP BY k.stream, k.subject, p.sequence
  HAVING ${ageOf('min(k.parked_at)')} > least($1, ${GAP_MS})
  ORDER BY min(k.parked_at), k.subject`;

/** What always holds of the outbox and the inbox of a service. @param {Owner} database */
export const pipelineInvariants = (database) => [
  invariant(
    {
      name: `${database}-outbox-empties`,
      explanation: `No event waits in the outbox of the ${database} service beyond the deadline.`,
      means: 'The broker does not take it, or no process of the service runs.',
      remedy: '`attempts` and the log say which; see [a stuck outbox](operations.md#a-stuck-outbox).',
      severity: 'violation',
      database,
    },
    OUTBOX,
    byDeadline,
  ),
  invariant(
    {
      name: `${database}-gaps-close`,
      explanation: `No event is parked in the ${database} service for longer than 30 seconds.`,
      means: 'Its predecessor, of the sequence that is missing, was not handled; `where` says where that is.',
      remedy: 'Replay the dead letter that is missing; see [a gap](operations.md#a-gap).',
      severity: 'violation',
      database,
    },
    PARKED,
    byDeadline,
  ),
];
