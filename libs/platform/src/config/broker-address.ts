import type { ServiceConfig } from './service-env.js';

/** Where the broker is, and whom to believe that it is the broker. */
export interface BrokerAddress {
  /** `amqp://` or `amqps://`, with credentials, and the virtual host as the path. */
  readonly urls: readonly string[];
  /** In PEM: who signs the certificates of the broker, when the usual authorities do not. */
  readonly ca?: string | undefined;
}

/** The broker that the environment names. Credentials of their own replace those in the URLs, of every node. */
export function brokerAddress(
  config: Pick<ServiceConfig, 'RABBITMQ_URL' | 'RABBITMQ_USERNAME' | 'RABBITMQ_PASSWORD' | 'RABBITMQ_CA'>,
): BrokerAddress {
  const { RABBITMQ_URL, RABBITMQ_USERNAME: username, RABBITMQ_PASSWORD: password, RABBITMQ_CA: ca } = config;
  const urls = RABBITMQ_URL.map((text) => withCredentials(text, username, password));
  return { urls, ...(ca !== undefined && { ca }) };
}

function withCredentials(text: string, username: string | undefined, password: string | undefined): string {
  if (username === undefined && password === undefined) return text;
  const url = new URL(text);
  if (username !== undefined) url.username = encodeURIComponent(username);
  if (password !== undefined) url.password = encodeURIComponent(password);
  return url.href;
}
