// @ts-check

const USUAL_PORT = 15672;

/**
 * The address of the management API of a broker, with the credentials in it, if one answers on the usual port.
 * @param {string} amqpUrl
 * @returns {Promise<string | undefined>}
 */
export async function findManagement(amqpUrl) {
  const url = managementUrlOf(amqpUrl, USUAL_PORT);
  try {
    const answer = await callManagement(url, 'GET', '/api/whoami');
    return answer.ok ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The address of a broker's management on a given port.
 * @param {string} amqpUrl
 * @param {number} port
 */
export function managementUrlOf(amqpUrl, port) {
  const { hostname, username, password } = new URL(amqpUrl);
  const login = username ? `${username}:${password}` : 'guest:guest';
  return `http://${login}@${hostname}:${port}`;
}

/**
 * Calls the management API; resolves with the response whatever its status.
 * @param {string} managementUrl with credentials
 * @param {'GET' | 'PUT' | 'DELETE'} method
 * @param {string} path
 * @param {object} [body]
 */
export async function callManagement(managementUrl, method, path, body) {
  const { origin, username, password } = new URL(managementUrl);
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return fetch(origin + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(login).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5000),
  });
}
