export interface Item {
  readonly productId: string;
  readonly quantity: number;
}

/** `order.created` and `order.confirmed`. */
export interface OrderEvent {
  readonly orderId: string;
  readonly items: readonly Item[];
  readonly email: string;
}

/** `inventory.reserved` and `inventory.failed`. */
export interface ReservationEvent {
  readonly orderId: string;
}

/** `product.added`. */
export interface ProductEvent {
  readonly productId: string;
  readonly price: number;
}
