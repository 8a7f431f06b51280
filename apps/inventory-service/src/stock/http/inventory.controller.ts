import {
  Allows,
  ApiAnswer,
  ApiProblem,
  EtagAnswer,
  fingerprint,
  IdempotencyKey,
  IfMatch,
  PageAnswer,
  RequestCaller,
  stretchOf,
  type AnswerPage,
  type AnswerWithEtag,
  type Caller,
} from '@app/platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AddProduct } from '../add-product.js';
import { ChangeProduct } from '../change-product.js';
import { FindProduct } from '../find-product.js';
import { ListProducts } from '../list-products.js';
import { productTag } from '../product-tag.js';
import { addProductBody, newFacts, type AddProductBody } from './add-product.body.js';
import { changedFacts, changeProductBody, type ChangeProductBody } from './change-product.body.js';
import { productIdParameter } from './fields.js';
import { filterIn, listProductsQuery, productPlace, type ListProductsQuery } from './list-products.query.js';
import {
  answerDetails,
  answerProduct,
  productDetailsResponse,
  productResponse,
  type ProductDetailsResponse,
  type ProductResponse,
} from './product.view.js';

@ApiTags('inventory')
@Controller('inventory')
export class InventoryController {
  constructor(
    private readonly addProduct: AddProduct,
    private readonly changeProduct: ChangeProduct,
    private readonly findProduct: FindProduct,
    private readonly listProducts: ListProducts,
  ) {}

  @Post()
  @Allows({ service: 'inventory:write' })
  @ApiOperation({ summary: 'Add a product with its first stock' })
  @ApiAnswer(201, productResponse, 'The product, at `Location`')
  @ApiProblem({
    409: ['product-exists', 'idempotency-in-progress'],
    422: ['price-not-exact', 'idempotency-key-reused'],
  })
  async add(
    @Body({ schema: addProductBody }) body: AddProductBody,
    @RequestCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductResponse> {
    const scope = `POST /inventory ${caller.principal.id ?? caller.principal.role}`;
    const request = key === undefined ? undefined : { key, scope, fingerprint: fingerprint(body) };
    const product = await this.addProduct.execute(caller, newFacts(body), request);
    reply.header('location', `/inventory/${product.productId}`).header('etag', productTag(product));
    return answerProduct(product);
  }

  @Get()
  @Allows({ customer: 'any', service: 'inventory:read' })
  @ApiOperation({ summary: 'List products, newest first unless sorted otherwise' })
  @ApiAnswer(200, z.array(productResponse), 'A page of products')
  @ApiProblem({ 400: ['validation-failed', 'invalid-cursor', 'mixed-pagination', 'page-too-far'] })
  async list(
    @Query({ schema: listProductsQuery }) query: ListProductsQuery,
    @RequestCaller() { tenant }: Caller,
    @PageAnswer() answer: AnswerPage,
  ): Promise<readonly ProductResponse[]> {
    const stretch = stretchOf(productPlace(query.sort), query);
    const page = await this.listProducts.execute(tenant, filterIn(query), query.sort, stretch);
    return answer({ ...page, items: page.items.map(answerProduct) });
  }

  @Get(':productId')
  @Allows({ customer: 'any', service: 'inventory:read' })
  @ApiOperation({ summary: 'Look at a product and the latest movements of its stock' })
  @ApiAnswer(200, productDetailsResponse, 'The product with its history')
  @ApiProblem({ 404: ['product-not-found'] })
  async find(
    @Param('productId', { schema: productIdParameter }) productId: string,
    @RequestCaller() { tenant, principal }: Caller,
    @EtagAnswer() answer: AnswerWithEtag,
  ): Promise<ProductDetailsResponse | undefined> {
    const product = await this.findProduct.execute(tenant, productId);
    return answer(answerDetails(product, principal), productTag(product));
  }

  @Patch(':productId')
  @Allows({ service: 'inventory:write' })
  @ApiOperation({ summary: 'Change a product or correct its stock' })
  @ApiAnswer(200, productResponse, 'The product after the change')
  @ApiProblem({
    404: ['product-not-found'],
    409: ['below-reserved'],
    412: ['precondition-failed'],
    422: ['price-not-exact'],
  })
  async change(
    @Param('productId', { schema: productIdParameter }) productId: string,
    @Body({ schema: changeProductBody }) body: ChangeProductBody,
    @RequestCaller() caller: Caller,
    @IfMatch() ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductResponse> {
    const product = await this.changeProduct.execute(caller, productId, changedFacts(body), ifMatch);
    reply.header('etag', productTag(product));
    return answerProduct(product);
  }

  @Delete(':productId')
  @Allows({ service: 'inventory:write' })
  @HttpCode(204)
  @ApiOperation({ summary: 'Stop selling a product; its stock and its history stay' })
  @ApiNoContentResponse({ description: 'The product is inactive' })
  @ApiProblem({ 404: ['product-not-found'], 412: ['precondition-failed'] })
  async withdraw(
    @Param('productId', { schema: productIdParameter }) productId: string,
    @RequestCaller() caller: Caller,
    @IfMatch() ifMatch: string | undefined,
  ): Promise<void> {
    await this.changeProduct.execute(caller, productId, { status: 'INACTIVE' }, ifMatch);
  }
}
