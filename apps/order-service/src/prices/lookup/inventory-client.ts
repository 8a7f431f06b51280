import {
  VALIDATE_PRODUCTS,
  validateProductsReply,
  type ValidateProductsReply,
  type ValidateProductsRequest,
} from '@app/contracts';
import { bearDeepHeadersOn } from '@app/messaging';
import { LOGGER, type Logger } from '@app/platform';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ClientRMQ, RmqRecordBuilder, type RmqRecordOptions } from '@nestjs/microservices';
import type { AmqpConnectionManager, ChannelWrapper } from 'amqp-connection-manager';
import { firstValueFrom, timeout } from 'rxjs';
import { LOOKUP_SETTINGS, type LookupSettings } from './lookup-settings.js';

const RECONNECT_AFTER_S = 1;

/**
 * Asks the inventory service by Nest's own request and reply. Connects with the first question, and with the next one
 * if that fails, so that nothing else depends on it.
 */
@Injectable()
export class InventoryClient extends ClientRMQ implements OnApplicationShutdown {
  private readonly timeoutMs: number;

  constructor(
    @Inject(LOOKUP_SETTINGS) { broker, timeoutMs }: LookupSettings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    super({
      urls: [...broker.urls],
      queue: broker.prefix + VALIDATE_PRODUCTS,
      // Whoever answers declares the queue. While there is none, the question is lost and the time runs out.
      noAssert: true,
      persistent: false,
      socketOptions: { reconnectTimeInSeconds: RECONNECT_AFTER_S, connectionOptions: { ca: broker.ca } },
    });
    this.timeoutMs = timeoutMs;
  }

  /** The answer; rejects if none comes in time, the broker is away, or it is not what was agreed. */
  async ask(question: ValidateProductsRequest): Promise<ValidateProductsReply> {
    // The broker drops the question, and the client what it could not send, when nobody waits for the answer any more.
    const options: RmqRecordOptions & { timeout: number } = {
      expiration: this.timeoutMs,
      timeout: this.timeoutMs,
    };
    const record = new RmqRecordBuilder(question).setOptions(options).build();
    const reply = this.send<unknown>(VALIDATE_PRODUCTS, record).pipe(timeout(this.timeoutMs));
    return validateProductsReply.parse(await firstValueFrom(reply));
  }

  override createClient(): AmqpConnectionManager {
    const connections = super.createClient();
    bearDeepHeadersOn(connections);
    return connections;
  }

  /** Unheard, an error of the channel would end the process. */
  override createChannel(): Promise<void> {
    const ready = super.createChannel();
    const channel = this.channel as ChannelWrapper | null;
    channel?.on('error', (err) => this.log.warn({ err }, 'the channel for questions failed'));
    return ready;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}
