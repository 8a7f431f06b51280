import { ApiAnswer, ApiProblem, RequestCaller, type Caller } from '@app/platform';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FindReservation } from '../find-reservation.js';
import { answerReservation, reservationResponse, type ReservationResponse } from './reservation.view.js';

const orderIdParameter = z.uuid().meta({ examples: ['01980000-0000-7000-8000-000000000001'] });

@ApiTags('reservations')
@Controller('reservations')
export class ReservationsController {
  constructor(private readonly findReservation: FindReservation) {}

  @Get(':orderId')
  @ApiOperation({ summary: 'Look at what is held for an order, or why nothing is' })
  @ApiAnswer(200, reservationResponse, 'The reservation')
  @ApiProblem({ 404: ['reservation-not-found'] })
  async find(
    @Param('orderId', { schema: orderIdParameter }) orderId: string,
    @RequestCaller() { tenant }: Caller,
  ): Promise<ReservationResponse> {
    return answerReservation(await this.findReservation.execute(tenant, orderId));
  }
}
