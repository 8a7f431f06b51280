import { mapped, type Outcome } from '../transaction/outcome.js';
import { prepared } from '../transaction/prepared.js';
import type { Tx } from '../transaction/tx.js';
import { IdempotencyInProgress, IdempotencyKeyReused } from './idempotency.errors.js';

const TAKE = prepared(
  `SELECT name FROM unnest($1::text[]) AS k (name) WHERE pg_try_advisory_xact_lock(hashtextextended(name, 0))`,
);
const STORE = prepared(
  `INSERT INTO idempotency_keys (scope, key, fingerprint, response)
   SELECT * FROM json_to_recordset($1::json) AS a (scope text, key text, fingerprint text, response json)`,
);

/** A request that its sender may repeat without repeating its effect. */
export interface IdempotentRequest {
  /** The `Idempotency-Key` as sent. */
  readonly key: string;
  /** What the key is good for: route and principal, as `POST /orders 0190…`. */
  readonly scope: string;
  /** Hash of the canonical body. */
  readonly fingerprint: string;
}

/** What came of a request, now or the first time. */
export interface Answer<T> {
  readonly value: T;
  readonly replayed: boolean;
}

/**
 * Answers each request, by its place: as the first time if it was done before, and otherwise as `work` does, which is given
 * those that are to be done now. Their keys are this transaction's until it ends, and their answers stored in it. Values
 * must survive JSON. Refusals are the work's own, `IdempotencyKeyReused` and `IdempotencyInProgress`.
 */
export async function onceEach<Request extends { readonly repeatable?: IdempotentRequest | undefined }, T>(
  tx: Tx,
  requests: readonly Request[],
  work: (fresh: readonly Request[]) => Promise<readonly Outcome<T>[]>,
): Promise<readonly Outcome<Answer<T>>[]> {
  const known = await knownAnswers<T>(
    tx,
    requests.map(({ repeatable }) => repeatable),
  );
  const fresh = requests.filter((_, at) => !known[at]);
  const outcomes = fresh.length > 0 ? await work(fresh) : [];
  const done = new Map(fresh.map((request, at) => [request, outcomes[at]]));
  storeAnswers(tx, done);
  return requests.map((request, at) => {
    const replayed = known[at] !== undefined;
    const outcome = known[at] ?? done.get(request);
    if (!outcome) throw new TypeError('the work has no outcome for a request');
    return mapped(outcome, (value) => ({ value, replayed }));
  });
}

/** What there is to say about each request before its work is done; undefined for what is to be done now. */
async function knownAnswers<T>(
  tx: Tx,
  requests: readonly (IdempotentRequest | undefined)[],
): Promise<readonly (Outcome<T> | undefined)[]> {
  const keyed = requests.filter((request) => request !== undefined);
  if (keyed.length === 0) return requests.map(() => undefined);
  // Looked for by a statement of its own, behind the locks: it sees what those before us have committed.
  const [taken, stored] = await Promise.all([take(tx, keyed), find<T>(tx, keyed)]);
  return requests.map((request) => {
    if (!request) return undefined;
    if (!taken.has(request)) return { refusal: new IdempotencyInProgress() };
    const answer = stored.get(nameOf(request));
    if (!answer) return undefined;
    if (answer.fingerprint !== request.fingerprint) return { refusal: new IdempotencyKeyReused() };
    return { value: answer.response };
  });
}

/** Stores what to say when those come again that were not refused. */
function storeAnswers(
  tx: Tx,
  done: ReadonlyMap<{ readonly repeatable?: IdempotentRequest | undefined }, Outcome<unknown> | undefined>,
): void {
  const answers = [...done].flatMap(([{ repeatable }, outcome]) =>
    repeatable && outcome && 'value' in outcome ? [{ ...repeatable, response: outcome.value }] : [],
  );
  if (answers.length === 0) return;
  // crash point idempotency-before-key: the work of a request is done in a transaction that has not stored its key
  tx.write(STORE, [JSON.stringify(answers)]);
  // crash point idempotency-key-stored: the work of a request and its key are stored, and not committed
}

/**
 * The requests whose keys nobody else works with: the first of each key among them. Held until the transaction ends,
 * also by a crash. Asking for them, instead of waiting at the unique index, is what lets us answer that the first
 * request is still running.
 */
async function take(tx: Tx, requests: readonly IdempotentRequest[]): Promise<Set<IdempotentRequest>> {
  const first = new Map(requests.toReversed().map((request) => [nameOf(request), request]));
  const rows = await tx.query<{ name: string }>(TAKE, [[...first.keys()]]);
  return new Set(rows.flatMap(({ name }) => first.get(name) ?? []));
}

async function find<T>(
  tx: Tx,
  requests: readonly IdempotentRequest[],
): Promise<Map<string, { fingerprint: string; response: T }>> {
  const rows = await tx.query<{ scope: string; key: string; fingerprint: string; response: T }>(
    `SELECT scope, key, fingerprint, response FROM idempotency_keys
     WHERE (scope, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [requests.map(({ scope }) => scope), requests.map(({ key }) => key)],
  );
  return new Map(rows.map((row) => [nameOf(row), row]));
}

const nameOf = ({ scope, key }: Pick<IdempotentRequest, 'scope' | 'key'>): string => `${scope}\n${key}`;
