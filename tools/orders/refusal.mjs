// @ts-check

const LOCAL_HOSTS = new Set(['', 'localhost', '127.0.0.1', '[::1]']);
const NOT_FOR_DEVELOPMENT = /prod|live|staging/i;

/**
 * Why sample data may not be put into a database unless somebody insists, or undefined if it may.
 * @param {string} database a URL
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function refusal(database, env) {
  const { hostname, pathname, searchParams } = new URL(database);
  if (env['NODE_ENV'] === 'production') return 'NODE_ENV is production';
  const host = searchParams.get('host') ?? hostname;
  if (!LOCAL_HOSTS.has(host) && !host.startsWith('/')) return `${host} is not this machine`;
  const name = decodeURIComponent(pathname.slice(1));
  if (NOT_FOR_DEVELOPMENT.test(name)) return `${name} does not sound like a database for development`;
  return undefined;
}
