import {
  Allows,
  ApiAnswer,
  ApiProblem,
  decodeCursor,
  EtagAnswer,
  PageAnswer,
  RequestCaller,
  type AnswerPage,
  type AnswerWithEtag,
  type Caller,
} from '@app/platform';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FindReservation } from '../find-reservation.js';
import { ListReservations } from '../list-reservations.js';
import { reservationTag } from '../reservation-tag.js';
import {
  listReservationsQuery,
  reservationPlace,
  type ListReservationsQuery,
} from './list-reservations.query.js';
import { answerReservation, reservationResponse, type ReservationResponse } from './reservation.view.js';

const orderIdParameter = z.uuid().meta({ examples: ['01980000-0000-7000-8000-000000000001'] });

@ApiTags('reservations')
@Controller('reservations')
export class ReservationsController {
  constructor(
    private readonly findReservation: FindReservation,
    private readonly listReservations: ListReservations,
  ) {}

  @Get()
  @Allows({ service: 'inventory:read' })
  @ApiOperation({ summary: 'List what is held for orders, the newest order first' })
  @ApiAnswer(200, z.array(reservationResponse), 'A page of reservations')
  @ApiProblem({ 400: ['validation-failed', 'invalid-cursor'] })
  async list(
    @Query({ schema: listReservationsQuery }) query: ListReservationsQuery,
    @RequestCaller() { tenant }: Caller,
    @PageAnswer() answer: AnswerPage,
  ): Promise<readonly ReservationResponse[]> {
    const { limit, cursor, ...filter } = query;
    const after = decodeCursor(reservationPlace, cursor);
    const page = await this.listReservations.execute(tenant, filter, { limit, after });
    return answer({ ...page, items: page.items.map(answerReservation) });
  }

  @Get(':orderId')
  @Allows({ service: 'inventory:read' })
  @ApiOperation({ summary: 'Look at what is held for an order, or why nothing is' })
  @ApiAnswer(200, reservationResponse, 'The reservation')
  @ApiProblem({ 404: ['reservation-not-found'] })
  async find(
    @Param('orderId', { schema: orderIdParameter }) orderId: string,
    @RequestCaller() { tenant }: Caller,
    @EtagAnswer() answer: AnswerWithEtag,
  ): Promise<ReservationResponse | undefined> {
    const reservation = await this.findReservation.execute(tenant, orderId);
    return answer(answerReservation(reservation), reservationTag(reservation));
  }
}
