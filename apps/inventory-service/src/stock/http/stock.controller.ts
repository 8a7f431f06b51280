import {
  Allows,
  ApiAnswer,
  ApiProblem,
  decodeCursor,
  EtagAnswer,
  fingerprint,
  IdempotencyKey,
  IfMatch,
  PageAnswer,
  RequestCaller,
  type AnswerPage,
  type AnswerWithEtag,
  type Caller,
} from '@app/platform';
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AdjustStock } from '../adjust-stock.js';
import { ListLedger } from '../list-ledger.js';
import { productTag } from '../product-tag.js';
import { adjustStockBody, type AdjustStockBody } from './adjust-stock.body.js';
import { answerEntry, entryResponse, type EntryResponse } from './entry.view.js';
import { productIdParameter } from './fields.js';
import { ledgerPlace, listLedgerQuery, type ListLedgerQuery } from './list-ledger.query.js';

@ApiTags('inventory')
@Controller('inventory/:productId')
export class StockController {
  constructor(
    private readonly adjustStock: AdjustStock,
    private readonly listLedger: ListLedger,
  ) {}

  @Post('adjustments')
  @Allows({ service: 'inventory:write' })
  @ApiOperation({ summary: 'Take goods in, or correct the stock by so many units' })
  @ApiAnswer(201, entryResponse, 'The entry of the ledger, with the levels it left')
  @ApiProblem({
    404: ['product-not-found'],
    409: ['below-reserved', 'idempotency-in-progress'],
    412: ['precondition-failed'],
    422: ['too-much-stock', 'idempotency-key-reused'],
  })
  async adjust(
    @Param('productId', { schema: productIdParameter }) productId: string,
    @Body({ schema: adjustStockBody }) body: AdjustStockBody,
    @RequestCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @IfMatch() ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryResponse> {
    const scope = `POST /inventory/${productId}/adjustments ${caller.principal.id ?? caller.principal.role}`;
    const request = key === undefined ? undefined : { key, scope, fingerprint: fingerprint(body) };
    const { product, entry } = await this.adjustStock.execute(caller, productId, body, { ifMatch, request });
    reply.header('location', `/inventory/${productId}/ledger`).header('etag', productTag(product));
    return answerEntry(entry);
  }

  @Get('ledger')
  @Allows({ service: 'inventory:read' })
  @ApiOperation({ summary: 'List all movements of the stock of a product, newest first' })
  @ApiAnswer(200, z.array(entryResponse), 'A page of the ledger')
  @ApiProblem({ 400: ['validation-failed', 'invalid-cursor'], 404: ['product-not-found'] })
  async ledger(
    @Param('productId', { schema: productIdParameter }) productId: string,
    @Query({ schema: listLedgerQuery }) { limit, cursor, ...filter }: ListLedgerQuery,
    @RequestCaller() { tenant }: Caller,
    @PageAnswer() answerPage: AnswerPage,
    @EtagAnswer() answer: AnswerWithEtag,
  ): Promise<readonly EntryResponse[] | undefined> {
    const before = decodeCursor(ledgerPlace, cursor)?.entryId;
    const { page, tag } = await this.listLedger.execute(tenant, productId, filter, { limit, before });
    return answer(answerPage({ ...page, items: page.items.map(answerEntry) }), tag);
  }
}
