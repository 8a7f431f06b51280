import { etag } from '@app/platform';
import type { Product } from './domain/product.js';

/**
 * The entity tag of a product, its history included: both change with the revision alone. The time tells apart equal
 * revisions of a database that was restored from a backup.
 */
export const productTag = ({ productId, revision, updatedAt }: Product): string =>
  etag(productId, revision, updatedAt.toISOString());
