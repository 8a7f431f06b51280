import type { Clock } from '@app/platform';
import type { Logger } from 'pino';
import type { MessagingOptions } from '../messaging-options.js';
import { ownPart, type Topology, topologyOf } from '../topology/topology.js';
import { BrokerConnection } from './broker-connection.js';
import { Publisher } from './publisher.js';

/** Runs before the publishing connection closes, such as "publish what is still held". */
type Farewell = () => Promise<void>;

/** This process's two connections to RabbitMQ: one to publish, one to consume, so that neither can hold up the other. */
export class Broker {
  readonly topology: Topology;
  readonly publisher: Publisher;
  readonly consuming: BrokerConnection;
  private readonly publishing: BrokerConnection;
  private readonly farewells: Farewell[] = [];
  private closing: Promise<void> | undefined;

  constructor(
    readonly options: MessagingOptions,
    clock: Clock,
    logger: Logger,
  ) {
    const { service, choreography, broker } = options;
    const whole = topologyOf(choreography, broker);
    this.topology = broker.declares === 'own' ? ownPart(whole, service) : whole;
    this.publishing = new BrokerConnection(broker, `${service}-service publishing`, logger);
    this.consuming = new BrokerConnection(broker, `${service}-service consuming`, logger);
    this.publisher = new Publisher(this.publishing, this.topology, clock, logger);
  }

  beforeClose(farewell: Farewell): void {
    this.farewells.push(farewell);
  }

  /** Safe to call more than once. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    for (const farewell of this.farewells) await farewell();
    await this.publisher.close();
    await Promise.all([this.publishing.close(), this.consuming.close()]);
  }
}
