import type { BrokerAddress } from '@app/platform';
import { connect, type AmqpConnectionManager } from 'amqp-connection-manager';
import type { ChannelModel } from 'amqplib';
import type { Logger } from 'pino';
import { closeQuietly } from './close-quietly.js';
import { bearDeepHeadersOn } from './shallow-headers.js';

const HEARTBEAT_S = 10;
const RECONNECT_AFTER_S = 1;
const CONNECT_TIMEOUT_MS = 5_000;

/** One connection to the broker that comes back by itself. */
export class BrokerConnection {
  private readonly manager: AmqpConnectionManager;
  /** Why the broker does not read from us (its memory or disk alarm), if it does not. */
  blocked: string | undefined;

  /** `name` is what operators see in the broker's list of connections. */
  constructor(
    { urls, ca }: BrokerAddress,
    readonly name: string,
    logger: Logger,
  ) {
    const fields = { connection: name };
    this.manager = connect([...urls], {
      heartbeatIntervalInSeconds: HEARTBEAT_S,
      reconnectTimeInSeconds: RECONNECT_AFTER_S,
      connectionOptions: {
        timeout: CONNECT_TIMEOUT_MS,
        noDelay: true,
        ...(ca !== undefined && { ca }),
        clientProperties: { connection_name: name },
      },
    });
    bearDeepHeadersOn(this.manager);
    this.manager.on('connect', () => logger.info(fields, 'broker connected'));
    this.manager.on('connectFailed', ({ err }) => logger.warn({ ...fields, err }, 'broker unreachable'));
    this.manager.on('disconnect', ({ err }) => {
      this.blocked = undefined;
      logger.warn({ ...fields, err }, 'broker disconnected');
    });
    this.manager.on('blocked', ({ reason }) => {
      this.blocked = reason;
      logger.warn({ ...fields, reason }, 'broker blocked publishing');
    });
    this.manager.on('unblocked', () => {
      this.blocked = undefined;
      logger.info(fields, 'broker unblocked publishing');
    });
  }

  /** The connection, unless it is down. */
  get model(): ChannelModel | undefined {
    return this.manager.connection;
  }

  onConnect(listener: () => void): void {
    this.manager.on('connect', listener);
    if (this.manager.isConnected()) listener();
  }

  async close(): Promise<void> {
    await closeQuietly(this.manager);
  }
}
