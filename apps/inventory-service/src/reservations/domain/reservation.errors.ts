import { DomainError } from '@app/platform';

/** No reservation is known for the order: there is no such order, or its event has not arrived yet. 404 `reservation-not-found`. */
export class ReservationNotFound extends DomainError {
  constructor(orderId: string) {
    super({
      code: 'reservation-not-found',
      kind: 'not-found',
      detail: `There is no reservation for order ${orderId}.`,
    });
  }
}
