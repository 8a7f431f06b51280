import type { ProductStatus, ValidateProductsReply } from '@app/contracts';
import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';

type KnownProduct = ValidateProductsReply['products'][number];

interface KnownRow {
  readonly product_id: string;
  readonly name: string;
  /** bigint, which the driver leaves as text */
  readonly price_minor: string;
  readonly currency: string;
  readonly status: ProductStatus;
  readonly version: number;
}

/** What other services may know of the products. */
@Injectable()
export class KnownProducts {
  /** Those of the products that there are, each with the length of its stream at the same moment. */
  async among(db: Queryable, productIds: readonly string[]): Promise<KnownProduct[]> {
    const rows = await db.query<KnownRow>(
      `SELECT product_id, name, price_minor, currency, status, version FROM products
       WHERE product_id = ANY ($1::text[])`,
      [productIds],
    );
    return rows.map(({ product_id: productId, price_minor: amount, currency, name, status, version }) => ({
      productId,
      name,
      price: { amount: Number(amount), currency },
      status,
      version,
    }));
  }
}
