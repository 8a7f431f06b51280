import { Module } from '@nestjs/common';
import { ReportsController } from './http/reports.controller.js';
import { ReportRepository } from './persistence/report.repository.js';
import { ReportOrders } from './report-orders.js';
import { ReportSales } from './report-sales.js';

/** Figures on orders, read from the orders themselves. */
@Module({
  controllers: [ReportsController],
  providers: [ReportSales, ReportOrders, ReportRepository],
})
export class ReportsModule {}
