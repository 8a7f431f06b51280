import { Allows, ApiProblem, type Caller, RequestCaller } from '@app/platform';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReportOrders } from '../report-orders.js';
import { ReportSales } from '../report-sales.js';
import { ApiReport } from './api-report.js';
import { csvOf } from './csv.js';
import { type OrdersReportQuery, ordersReportQuery, salesQuery, type SalesQuery } from './report.query.js';
import {
  salesViews,
  type SalesView,
  statusViews,
  type StatusView,
  toSalesRecord,
  toSalesView,
  toStatusView,
} from './report.view.js';
import { wantedFormat } from './wanted-format.js';

const SALES_COLUMNS = {
  day: ['day', 'currency', 'orders', 'units', 'revenue', 'cancellations'],
  product: ['productId', 'productName', 'currency', 'orders', 'units', 'revenue', 'cancellations'],
  currency: ['currency', 'orders', 'units', 'revenue', 'cancellations'],
} as const;

/** What the orders add up to, as JSON or CSV. */
@ApiTags('reports')
@Controller('reports')
export class ReportsController {
  constructor(
    private readonly reportSales: ReportSales,
    private readonly reportOrders: ReportOrders,
  ) {}

  @Get('sales')
  @Allows({ service: 'reports:read' })
  @ApiOperation({
    summary: 'Report what was sold',
    description: `Orders count for the day on which they were placed, with the status that they have now. CONFIRMED,
      PROCESSING, SHIPPED, DELIVERED and COMPLETED are sold; CANCELLED counts as a cancellation; PENDING and
      AWAITING_PAYMENT do not count yet. Deleting an order only hides it, so a deleted one counts by its status like any
      other. Currencies are never added up. By product, an order counts once for each of its products.`,
  })
  @ApiReport(salesViews)
  @ApiProblem({
    400: ['validation-failed', 'invalid-report-span', 'unknown-time-zone'],
    406: ['not-acceptable'],
    422: ['report-too-large'],
    503: ['dependency-unavailable'],
  })
  async sales(
    @RequestCaller() caller: Caller,
    @Query({ schema: salesQuery }) { format, ...asked }: SalesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SalesView[] | string> {
    const wanted = format ?? wantedFormat(request.headers.accept);
    const rows = await this.reportSales.execute(caller, asked);
    reply.header('vary', 'accept');
    if (wanted === 'json') return rows.map(toSalesView);
    sendCsv(reply, `sales-by-${asked.by}`);
    return csvOf(SALES_COLUMNS[asked.by], rows.map(toSalesRecord));
  }

  @Get('orders')
  @Allows({ service: 'reports:read' })
  @ApiOperation({
    summary: 'Report how many orders have which status',
    description: `Every status has a row. Open is what is neither COMPLETED nor CANCELLED; its age counts from the placing.
      Deleted orders are left out, as in lists.`,
  })
  @ApiReport(statusViews)
  @ApiProblem({ 400: ['validation-failed'], 406: ['not-acceptable'], 503: ['dependency-unavailable'] })
  async orders(
    @RequestCaller() caller: Caller,
    @Query({ schema: ordersReportQuery }) { format }: OrdersReportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StatusView[] | string> {
    const wanted = format ?? wantedFormat(request.headers.accept);
    const rows = (await this.reportOrders.execute(caller)).map(toStatusView);
    reply.header('vary', 'accept');
    if (wanted === 'json') return rows;
    sendCsv(reply, 'orders');
    return csvOf(['status', 'orders', 'open', 'oldestOpenSeconds'], rows);
  }
}

function sendCsv(reply: FastifyReply, name: string): void {
  reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}.csv"`);
}
