import { isIP } from 'node:net';

const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|test|invalid)$/;

/**
 * What speaks against sending to the endpoint, or undefined. A push service has a public name and TLS; anything else, such
 * as a private address, would make this service knock at the doors of its own network. `allowLoopback`, for development,
 * lets a stand-in on the same machine pass.
 */
export function endpointProblem(endpoint: string, allowLoopback: boolean): string | undefined {
  const { protocol, hostname, username, password } = new URL(endpoint);
  if (username !== '' || password !== '') return 'must not hold credentials';
  if (allowLoopback && isLoopback(hostname)) return undefined;
  if (protocol !== 'https:') return 'must be an https:// URL';
  return isPublicName(hostname) ? undefined : 'must be at a public host name';
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

function isPublicName(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return isIP(name.replace(/^\[|\]$/g, '')) === 0 && name.includes('.') && !LOCAL_NAME.test(name);
}
