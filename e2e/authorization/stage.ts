import { demand, until, type World } from '@app/testing';
import { v7 } from 'uuid';
import type { Facts, Subject } from '../../tools/authorization/row.mjs';
import type { Cast, Customer, Headers } from './cast.js';

/** Puts things there for customers, as an administrator. */
export class Stage {
  private admin: Headers = {};
  private productId = '';

  constructor(
    private readonly world: World,
    private readonly cast: Cast,
  ) {}

  async open(): Promise<this> {
    this.admin = await this.cast.admin();
    this.productId = await this.product(1_000_000);
    await until('the product can be ordered', async () => {
      const known = await this.world.databases.order.query(
        'SELECT FROM product_prices WHERE product_id = $1',
        [this.productId],
      );
      return known.length > 0;
    });
    return this;
  }

  /** What a row needs, of the customer whose object it is to be. */
  async prepare(subject: Subject, customer: Customer): Promise<Facts> {
    const facts = { ...customer, id: v7(), productId: this.productId, subscriptionId: v7() };
    return { ...facts, ...(await this.make(subject, customer)) };
  }

  private async make(subject: Subject, customer: Customer): Promise<Partial<Facts>> {
    switch (subject) {
      case 'order':
        return { id: await this.order(customer) };
      case 'deleted order':
        return { id: await this.deletedOrder(customer) };
      case 'product':
        return { id: await this.product(5) };
      case 'product out of stock':
        return { id: await this.product(0) };
      case 'subscription':
        return this.subscription(customer);
      case 'notification':
        return { id: await this.notification(customer) };
      case 'contact':
        await this.put(`notification-service`, `/contacts/${customer.customerId}`, { email: customer.email });
        return {};
      case 'nothing':
        return {};
    }
  }

  private async order({ customerId, email }: Customer): Promise<string> {
    const items = [{ productId: this.productId, quantity: 1 }];
    const body = { customerId, items, contact: { email } };
    // Its stock is held before anybody asks for more.
    return (await this.post('order-service', '/orders', body, { prefer: 'wait=30' })).id;
  }

  private async deletedOrder(customer: Customer): Promise<string> {
    const id = await this.order(customer);
    await demand(`${this.world.url('order-service')}/orders/${id}`, {
      method: 'DELETE',
      headers: this.admin,
    });
    return id;
  }

  private async product(quantity: number): Promise<string> {
    const productId = `product-${v7()}`;
    await this.post('inventory-service', '/inventory', {
      productId,
      productName: 'Lamp',
      quantity,
      price: 1,
    });
    return productId;
  }

  private async subscription({ customerId }: Customer): Promise<Partial<Facts>> {
    const id = await this.product(0);
    const made = await this.post('inventory-service', `/inventory/${id}/subscriptions`, { customerId });
    return { id, subscriptionId: made.id };
  }

  private async notification({ customerId, email }: Customer): Promise<string> {
    const words = { subject: 'Hello', message: 'Hello' };
    const body = { type: 'EMAIL', recipient: email, ...words, metadata: { customerId } };
    return (await this.post('notification-service', '/notifications', body)).id;
  }

  private async post(
    app: Parameters<World['url']>[0],
    path: string,
    body: unknown,
    more: Headers = {},
  ): Promise<{ id: string }> {
    const headers = { ...this.admin, ...more };
    return (await demand<{ id: string }>(this.world.url(app) + path, { method: 'POST', body, headers })).body;
  }

  private async put(app: Parameters<World['url']>[0], path: string, body: unknown): Promise<void> {
    await demand(this.world.url(app) + path, { method: 'PUT', body, headers: this.admin });
  }
}
