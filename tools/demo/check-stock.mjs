// @ts-check

/** @typedef {import('./place-orders.mjs').Outcome} Outcome */

/**
 * A product as `GET /inventory/:productId` answers it.
 * @typedef {object} StockView
 * @property {string} productId
 * @property {number} quantity
 * @property {number} availableQuantity
 * @property {number} reservedQuantity
 * @property {{ onHandDelta: number, reservedDelta: number }[]} history the latest movements
 */

/** So many movements does the service show at most; when there are as many, there may have been more. */
const HISTORY_LIMIT = 100;

/**
 * What is wrong with the stock of products that nothing but these orders has moved; empty when all adds up.
 * @param {StockView[]} products
 * @param {Outcome[]} outcomes
 * @returns {string[]}
 */
export function stockProblems(products, outcomes) {
  const promised = unitsOf(outcomes.filter(({ end }) => end === 'CONFIRMED'));
  const available = new Map(products.map((product) => [product.productId, product.availableQuantity]));
  return [
    ...products.flatMap((product) => productProblems(product, promised.get(product.productId) ?? 0)),
    ...outcomes.flatMap((outcome) => needlessRefusal(outcome, available)),
  ];
}

/** @param {StockView} product @param {number} promised @returns {string[]} */
function productProblems({ productId, quantity, availableQuantity, reservedQuantity, history }, promised) {
  const complete = history.length < HISTORY_LIMIT;
  const onHand = sum(history.map(({ onHandDelta }) => onHandDelta));
  const reserved = sum(history.map(({ reservedDelta }) => reservedDelta));
  /** @type {[boolean, string][]} */
  const claims = [
    [
      availableQuantity >= 0 && reservedQuantity >= 0,
      `a figure is negative: ${availableQuantity}, ${reservedQuantity}`,
    ],
    [
      availableQuantity + reservedQuantity === quantity,
      `${availableQuantity} available and ${reservedQuantity} reserved are not ${quantity} on hand`,
    ],
    [reservedQuantity === promised, `${reservedQuantity} are reserved, confirmed orders hold ${promised}`],
    [!complete || onHand === quantity, `${quantity} are on hand, by the ledger ${onHand}`],
    [
      !complete || reserved === reservedQuantity,
      `${reservedQuantity} are reserved, by the ledger ${reserved}`,
    ],
  ];
  return claims.flatMap(([holds, otherwise]) => (holds ? [] : [`${productId}: ${otherwise}`]));
}

/**
 * Stock only goes down while the demo runs, so an order that was refused for want of it could not be served now either.
 * @param {Outcome} outcome @param {Map<string, number>} available @returns {string[]}
 */
function needlessRefusal({ order, id, end, code }, available) {
  if (end !== 'CANCELLED' || code !== 'INSUFFICIENT_STOCK') return [];
  const wanted = [...unitsOf([{ order }])];
  if (wanted.some(([productId, units]) => units > (available.get(productId) ?? 0))) return [];
  return [`order ${id} was cancelled for want of stock, and everything it wants is there`];
}

/** Units by product, lines of the same product added up. @param {Pick<Outcome, 'order'>[]} outcomes */
function unitsOf(outcomes) {
  /** @type {Map<string, number>} */
  const units = new Map();
  for (const { productId, quantity } of outcomes.flatMap(({ order }) => order.items)) {
    units.set(productId, (units.get(productId) ?? 0) + quantity);
  }
  return units;
}

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
