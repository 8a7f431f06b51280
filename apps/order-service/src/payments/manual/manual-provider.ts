import type { LinkRequest, PaymentProvider, ProvidedLink } from '../domain/payment-provider.js';
import { filled } from './link-template.js';

/** Sends customers to a page of the shop's own. Payments are then reported by people or by the shop. */
export class ManualProvider implements PaymentProvider {
  readonly name = 'manual';

  constructor(private readonly template: string) {}

  createLink({ orderId, total }: LinkRequest): Promise<ProvidedLink> {
    return Promise.resolve({ link: filled(this.template, { orderId, total }) });
  }

  /** Nothing to do: whoever serves the page asks for the order, and sees that it is over. */
  expireLink(): Promise<void> {
    return Promise.resolve();
  }
}
