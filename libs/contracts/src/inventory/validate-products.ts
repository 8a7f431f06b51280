import { z } from 'zod';
import { money } from '../money.js';
import { plainText, productId } from '../shapes.js';
import { productStatus } from './product-updated.js';

/** The pattern, and the queue, of the one question that a service asks another: request and reply, nothing stored. */
export const VALIDATE_PRODUCTS = 'inventory.validate';

/** Asks what the shop knows of products that the asker has not heard of yet. */
export const validateProductsRequest = z.object({
  tenant: z.string().min(1),
  productIds: z.array(productId).min(1).max(100),
});
export type ValidateProductsRequest = z.infer<typeof validateProductsRequest>;

/** Those of the products that exist. `version` is the length of the product's stream when the question was answered. */
export const validateProductsReply = z.object({
  products: z.array(
    z.object({
      productId,
      name: plainText(256),
      price: money,
      status: productStatus,
      version: z.int().min(1),
    }),
  ),
});
export type ValidateProductsReply = z.infer<typeof validateProductsReply>;
