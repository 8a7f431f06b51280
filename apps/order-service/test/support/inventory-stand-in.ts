import { VALIDATE_PRODUCTS, type ValidateProductsReply, type ValidateProductsRequest } from '@app/contracts';
import { BrokerProbe, testServers } from '@app/testing';
import { RpcException, ServerRMQ } from '@nestjs/microservices';
import { throwError } from 'rxjs';

type Product = ValidateProductsReply['products'][number];

/** Answers for the inventory service, or does not, as a spec wants it. */
export class InventoryStandIn {
  /** The products of every question so far. */
  readonly questions: (readonly string[])[] = [];
  private readonly products = new Map<string, Product>();
  private readonly held = new Set<() => void>();
  private behaviour: 'answer' | 'hold' | 'fail' | 'babble' = 'answer';

  private constructor(
    private readonly server: ServerRMQ,
    private readonly queue: string,
  ) {}

  static async open(prefix: string): Promise<InventoryStandIn> {
    const queue = prefix + VALIDATE_PRODUCTS;
    const server = new ServerRMQ({ urls: [testServers().rabbitmqUrl], queue, persistent: false });
    const standIn = new InventoryStandIn(server, queue);
    server.addHandler(VALIDATE_PRODUCTS, (question: ValidateProductsRequest) => standIn.answer(question));
    await new Promise<void>((resolve, reject) => {
      void server.listen((error) => (error ? reject(error) : resolve()));
    });
    return standIn;
  }

  /** Makes a product known, at 29.99 EUR. */
  has(productId: string, facts: Partial<Product> = {}): void {
    const price = { amount: 2999, currency: 'EUR' };
    this.products.set(productId, {
      productId,
      name: `The ${productId}`,
      price,
      status: 'ACTIVE',
      version: 1,
      ...facts,
    });
  }

  /** From now on: answers, gives no answer until it answers again, refuses, or says what was not agreed. */
  will(behaviour: 'answer' | 'hold' | 'fail' | 'babble'): void {
    this.behaviour = behaviour;
    if (behaviour !== 'answer') return;
    for (const release of this.held) release();
    this.held.clear();
  }

  /** A second time is harmless. */
  async close(): Promise<void> {
    this.will('answer');
    await this.server.close();
    const probe = await BrokerProbe.open();
    await probe.deleteQueue(this.queue);
    await probe.close();
  }

  private async answer({ productIds }: ValidateProductsRequest): Promise<unknown> {
    this.questions.push(productIds);
    if (this.behaviour === 'hold') await new Promise<void>((resolve) => this.held.add(resolve));
    if (this.behaviour === 'fail') return throwError(() => new RpcException({ code: 'unavailable' }));
    if (this.behaviour === 'babble') return { products: [{ productId: 'lamp' }] };
    return { products: productIds.flatMap((productId) => this.products.get(productId) ?? []) };
  }
}
