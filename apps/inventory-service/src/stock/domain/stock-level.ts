/** What there is of a product, in units: what can still be promised, and what is promised to orders already. */
export interface StockLevel {
  readonly available: number;
  readonly reserved: number;
}

/** The units that lie in the warehouse. */
export const onHand = ({ available, reserved }: StockLevel): number => available + reserved;
