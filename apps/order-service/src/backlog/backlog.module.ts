import { Module } from '@nestjs/common';
import { BacklogBrake } from './backlog-brake.js';
import { PendingOrdersRepository } from './persistence/pending-orders.repository.js';

/** Holds new orders back while too many are undecided. */
@Module({ providers: [BacklogBrake, PendingOrdersRepository] })
export class BacklogModule {}
