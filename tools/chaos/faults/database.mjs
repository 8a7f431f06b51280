// @ts-check
import { administer } from '../databases.mjs';

/** @typedef {import('../fault.mjs').Fault} Fault */

/** @type {readonly import('../../infra/types.mjs').Owner[]} */
const OWNERS = ['order', 'inventory', 'notification'];
/** Tells the services' own connections from those of the tools, in `pg_stat_activity`. */
export const OF_SERVICES = "backend_type = 'client backend' AND application_name <> 'waybill-tools'";

/** @type {Fault} */
export const backendsTerminated = {
  name: 'backends-terminated',
  explanation: "Every connection to one service's database is ended by the server, whatever it is doing.",
  lengthMs: [500, 2000],
  draw: (random) => ({ database: random.pick(OWNERS) }),
  mailWindows: ({ database }) => (database === 'notification' ? 4 : 0),
  async inject(world, { database }) {
    const { name } = world.server.postgres.databases[/** @type {'order'} */ (database)];
    const end = () =>
      administer(
        world,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND ${OF_SERVICES}`,
        [name],
      );
    await end();
    return async () => void (await end());
  },
};

/** @type {Fault} */
export const databaseRestarted = {
  name: 'database-restarted',
  explanation:
    'PostgreSQL is stopped, in good order (fast) or at once (immediate), or killed, and started again.',
  lengthMs: [500, 6000],
  draw: (random) => ({ by: random.pick(['SIGINT', 'SIGQUIT', 'SIGKILL']) }),
  mailWindows: () => 2,
  async inject(world, { by }) {
    await world.end('postgres', /** @type {NodeJS.Signals} */ (by));
    return () => world.server.start();
  },
};
