import { Allows, ApiAnswer, ApiProblem, RequestCaller, type Caller } from '@app/platform';
import { Body, Controller, Delete, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SubscribeToProduct } from '../subscribe-to-product.js';
import { UnsubscribeFromProduct } from '../unsubscribe-from-product.js';
import { productIdParameter, uuid } from './fields.js';
import { addresseeIn, subscribeBody, type SubscribeBody } from './subscribe.body.js';
import { answerSubscription, subscriptionResponse, type SubscriptionResponse } from './subscription.view.js';

@ApiTags('inventory')
@Controller('inventory/:productId/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly subscribeToProduct: SubscribeToProduct,
    private readonly unsubscribeFromProduct: UnsubscribeFromProduct,
  ) {}

  @Post()
  @Allows({ customer: 'own', service: 'inventory:write' })
  @ApiOperation({ summary: 'Be told, once, when a product is back in stock' })
  @ApiAnswer(201, subscriptionResponse, 'The subscription')
  @ApiAnswer(200, subscriptionResponse, 'The subscription that the addressee has already')
  @ApiProblem({
    400: ['validation-failed', 'addressee-required'],
    403: ['foreign-customer'],
    404: ['product-not-found'],
    409: ['already-in-stock', 'too-many-subscriptions'],
  })
  async subscribe(
    @Param('productId', { schema: productIdParameter }) productId: string,
    @Body({ schema: subscribeBody }) body: SubscribeBody,
    @RequestCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubscriptionResponse> {
    const { subscription, added } = await this.subscribeToProduct.execute(
      caller,
      productId,
      addresseeIn(body),
    );
    reply.status(added ? 201 : 200);
    return answerSubscription(subscription);
  }

  @Delete(':subscriptionId')
  @Allows({ customer: 'own', service: 'inventory:write' })
  @HttpCode(204)
  @ApiOperation({ summary: 'Do not be told after all' })
  @ApiNoContentResponse({ description: 'The subscription has ended' })
  @ApiProblem({ 404: ['product-not-found', 'subscription-not-found'] })
  async unsubscribe(
    @Param('productId', { schema: productIdParameter }) productId: string,
    @Param('subscriptionId', { schema: uuid }) subscriptionId: string,
    @RequestCaller() caller: Caller,
  ): Promise<void> {
    await this.unsubscribeFromProduct.execute(caller, productId, subscriptionId);
  }
}
