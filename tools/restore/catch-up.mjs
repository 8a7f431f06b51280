// @ts-check
import { query } from '../chaos/databases.mjs';
import { STREAMS, missingEvents } from '../chaos/quiescence.mjs';
import { compiled } from '../support/compiled.mjs';

/** @typedef {import('../chaos/databases.mjs').Ground} Ground */
/** @typedef {import('../chaos/quiescence.mjs').Missing} Missing */
/** @typedef {import('../infra/types.mjs').Owner} Owner */

/**
 * How the databases stand to each other.
 * @typedef {object} Standing
 * @property {Missing[]} missing what a subscriber has not handled
 * @property {string[]} ahead what a subscriber has handled though its publisher knows nothing of it, in words
 */

/** Compares positions with versions. No service may be running. @param {Ground} ground @returns {Promise<Standing>} */
export async function standing(ground) {
  return { missing: await missingEvents(ground), ahead: await aheadOf(ground) };
}

/** @param {Ground} ground */
async function aheadOf(ground) {
  const ahead = [];
  for (const { stream, of, versions, heardBy } of STREAMS) {
    const known = new Map(
      (await query(ground, of, `SELECT * FROM (${versions}) AS said (subject, version)`)).map(
        ({ subject, version }) => [subject, Number(version)],
      ),
    );
    for (const listener of heardBy) {
      const sql = 'SELECT subject, sequence FROM stream_positions WHERE stream = $1';
      for (const { subject, sequence } of await query(ground, listener, sql, [stream]))
        if (Number(sequence) > (known.get(subject) ?? 0))
          ahead.push(
            `${listener} has handled event ${sequence} of ${stream} ${subject}, ${of} has come to ${known.get(subject) ?? 0}`,
          );
    }
  }
  return ahead;
}

// Those that lie in the outbox or are parked come by themselves.
const PUT_BACK = `
  WITH wanted AS (SELECT DISTINCT * FROM unnest($1::text[], $2::int[]) AS w (subject, sequence)),
  kept AS (
    SELECT e.*, w.* FROM event_archive AS e JOIN wanted AS w
      ON e.body::json ->> 'subject' = w.subject AND (e.body::json ->> 'sequence')::int = w.sequence
    WHERE e.type = ANY ($3::text[])),
  put AS (
    INSERT INTO outbox_events (id, exchange, routing_key, type, correlation_id, traceparent, body, available_at)
    SELECT id, exchange, routing_key, type, correlation_id, traceparent, body, now() FROM kept
    ON CONFLICT (id) DO NOTHING)
  SELECT subject, sequence FROM kept`;

/**
 * Puts what subscribers miss back into the outboxes of its publishers, from where it goes the usual way when they start;
 * who has handled it already drops it. Resolves with what no archive has.
 * @param {Ground} ground
 * @param {readonly Missing[]} missing
 * @returns {Promise<Missing[]>}
 */
export async function putBack(ground, missing) {
  const { WAYBILL } = await compiled('order-service', 'libs/contracts/src/index.js');
  const lost = [];
  for (const { stream, of } of STREAMS) {
    const wanted = missing.filter((one) => one.stream === stream);
    if (wanted.length === 0) continue;
    const types = WAYBILL.contracts
      .filter(
        (/** @type {import('../../libs/contracts/src/index.js').Contract} */ contract) =>
          contract.stream.name === stream,
      )
      .map(({ type = '' }) => type);
    const kept = await query(ground, of, PUT_BACK, [
      wanted.map(({ subject }) => subject),
      wanted.map(({ sequence }) => sequence),
      types,
    ]);
    const found = new Set(kept.map(({ subject, sequence }) => `${subject} ${sequence}`));
    lost.push(...wanted.filter(({ subject, sequence }) => !found.has(`${subject} ${sequence}`)));
  }
  return lost;
}
