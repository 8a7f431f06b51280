// @ts-check
import { Session } from './session.mjs';

/** @typedef {import('./database.mjs').Database} Database */
/** @typedef {import('./timeline.mjs').Owner} Owner */
/** @typedef {{ body: string } & Record<string, any>} OutboxRow */
/** @typedef {{ availableAt: number, row: OutboxRow }} Kept */

/** The tenant of everything in a simulated world. */
export const TENANT = 'default';

/**
 * The transaction of a service's own build, on a database in memory.
 * @param {import('./modules.mjs').Modules} build
 */
export const memoryTransactionOf = ({ OpenTransaction, LEASE_MS }) =>
  class MemoryTransaction extends OpenTransaction {
    /** @param {Session} session */
    constructor(session) {
      super(TENANT);
      this.session = session;
      this.inbox = inboxOf(session);
    }

    /** @param {readonly OutboxRow[]} rows @param {boolean} leased */
    append(rows, leased) {
      const { session } = this;
      return session.statement('append to outbox', [], () => {
        const availableAt = session.database.world.timeline.now + (leased ? LEASE_MS : 0);
        for (const row of rows) session.write('outbox', row['id'], { availableAt, row });
      });
    }
    commit() {
      return this.session.commit();
    }
    rollBack() {
      return Promise.resolve(this.session.rollBack());
    }
    release() {
      return Promise.resolve();
    }
  };

/**
 * Where a process opens its transactions.
 * @param {import('./modules.mjs').Modules} build
 * @param {Database} database
 * @param {Owner} owner
 */
export const storeOn = ({ DependencyUnavailable, MemoryTransaction }, database, owner) => ({
  begin: async () => {
    if (!database.isDown) return new MemoryTransaction(new Session(database, owner));
    try {
      return await database.statement(
        owner,
        'begin',
        () => new MemoryTransaction(new Session(database, owner)),
      );
    } catch (cause) {
      throw new DependencyUnavailable('database', { cause });
    }
  },
  reader: () => ({ query: () => database.statement(owner, 'read', () => []) }),
});

/** The outbox as the relay of a process sees it. @param {Database} database @param {Owner} owner @param {number} leaseMs */
export function outboxOn(database, owner, leaseMs) {
  const { timeline } = database.world;
  /** @type {Map<string, Kept>} */
  const kept = database.table('outbox');
  return {
    tenants: () => [TENANT],
    /** @param {string} _tenant @param {number} limit */
    claim: (_tenant, limit) =>
      database.statement(owner, 'claim outbox', () => {
        const due = [...kept.values()]
          .filter(({ availableAt }) => availableAt <= timeline.now)
          .slice(0, limit);
        for (const row of due) row.availableAt = timeline.now + leaseMs;
        return due.map(({ row }) => row).sort((a, b) => (a['id'] < b['id'] ? -1 : 1));
      }),
    /** @param {string} _tenant @param {readonly string[]} ids */
    remove: (_tenant, ids) =>
      database.statement(owner, 'remove from outbox', () => {
        for (const id of ids) kept.delete(id);
      }),
    /** @param {string} _tenant @param {readonly string[]} ids @param {number} delayMs */
    giveBack: (_tenant, ids, delayMs) =>
      database.statement(owner, 'give back to outbox', () => {
        for (const id of ids) {
          const row = kept.get(id);
          if (row) row.availableAt = timeline.now + delayMs;
        }
      }),
  };
}

/** @param {string} stream @param {string} subject */
export const positionKey = (stream, subject) => `${stream} ${subject}`;

/** @param {Session} session */
function inboxOf(session) {
  return {
    /** @param {string} stream @param {readonly { subject: string, before: number, after: number }[]} runs */
    take(stream, runs) {
      const keys = runs.map(({ subject }) => positionKey(stream, subject)).sort();
      return session.statement(
        'take positions',
        keys,
        () =>
          new Map(
            runs.map((run) => [run.subject, takenFrom(session, positionKey(stream, run.subject), run)]),
          ),
      );
    },
    /** @param {string} stream @param {readonly { subject: string, sequence: number }[]} early */
    park: (stream, early) =>
      session.statement('park', [], () => {
        for (const event of early) {
          const key = positionKey(stream, event.subject);
          const lot = session.read('parked', key) ?? [];
          if (lot.some((/** @type {any} */ { sequence }) => sequence === event.sequence)) continue;
          session.write('parked', key, [...lot, event]);
        }
      }),
    /** @param {string} stream @param {ReadonlyMap<string, number>} positions */
    move: (stream, positions) =>
      session.statement('move positions', [], () => {
        for (const [subject, position] of positions)
          session.write('positions', positionKey(stream, subject), position);
      }),
    /** @param {string} stream @param {ReadonlyMap<string, number>} positions */
    release: (stream, positions) =>
      session.statement('release', [], () =>
        [...positions].flatMap(([subject, position]) =>
          released(session, positionKey(stream, subject), position),
        ),
      ),
    /** @param {readonly unknown[]} incidents */
    note: (incidents) =>
      incidents.length === 0 ? Promise.resolve() : session.statement('note incidents', [], () => undefined),
  };
}

/** How far the stream had come before. @param {Session} session @param {string} key @param {{ before: number, after: number }} run @returns {number} */
function takenFrom(session, key, { before, after }) {
  const position = session.read('positions', key) ?? 0;
  session.write('positions', key, position === before ? after : position);
  return position;
}

/** @param {Session} session @param {string} key @param {number} position */
function released(session, key, position) {
  /** @type {{ sequence: number }[]} */
  const lot = session.read('parked', key) ?? [];
  if (lot.length === 0) return [];
  const ahead = lot.filter(({ sequence }) => sequence > position).sort((a, b) => a.sequence - b.sequence);
  const hole = ahead.findIndex(({ sequence }, at) => sequence !== position + 1 + at);
  const next = hole < 0 ? ahead : ahead.slice(0, hole);
  const left = ahead.slice(next.length);
  session.write('parked', key, left.length === 0 ? undefined : left);
  return next;
}
