import { Allows, ApiAnswer, ApiProblem, Operator, RequestCaller, type Caller } from '@app/platform';
import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DiscardDeadLetters } from '../discard-dead-letters.js';
import { FindDeadLetters } from '../find-dead-letters.js';
import { PlanMove } from '../plan-move.js';
import { ReplayDeadLetters } from '../replay-dead-letters.js';
import { actionResponse, answerAction, type ActionResponse } from './action.view.js';
import { messageId } from './fields.js';
import { answerGroups, deadLettersResponse, type DeadLettersResponse } from './group.view.js';
import { answerLetter, letterResponse, type LetterResponse } from './letter.view.js';
import { listDeadLettersQuery, type ListDeadLettersQuery } from './list-dead-letters.query.js';
import { discardBody, paceOf, replayBody, type DiscardBody, type ReplayBody } from './move.body.js';
import { answerPlan, planResponse, type PlanResponse } from './plan.view.js';

const BUSY = { 409: ['dead-letters-busy'], 503: ['broker-unavailable'] } as const;

/** What every request to move dead letters can be answered. */
const Moves = () =>
  applyDecorators(
    HttpCode(202),
    ApiAnswer(202, actionResponse, 'It is on record and goes on; Location says where to follow it'),
    ApiAnswer(200, planResponse, 'What would happen, of a dry run'),
    ApiProblem({
      400: ['validation-failed', 'operator-required'],
      403: ['admin-only'],
      404: ['dead-letter-not-found', 'queue-not-found'],
      ...BUSY,
    }),
  );

@ApiTags('dead letters')
@Controller('dead-letters')
export class DeadLettersController {
  constructor(
    private readonly find: FindDeadLetters,
    private readonly plan: PlanMove,
    private readonly replayLetters: ReplayDeadLetters,
    private readonly discardLetters: DiscardDeadLetters,
  ) {}

  @Get()
  @Allows('admin')
  @ApiOperation({ summary: 'List the dead letters of this service, grouped by how they failed' })
  @ApiAnswer(200, deadLettersResponse, 'The groups')
  @ApiProblem({ 400: ['validation-failed'], 403: ['admin-only'], 404: ['queue-not-found'], ...BUSY })
  async list(
    @Query({ schema: listDeadLettersQuery }) query: ListDeadLettersQuery,
    @RequestCaller() caller: Caller,
  ): Promise<DeadLettersResponse> {
    const { groups, complete } = await this.find.groups(caller, query);
    return answerGroups(groups, complete);
  }

  @Get(':messageId')
  @Allows('admin')
  @ApiOperation({ summary: 'Look at a dead letter, its headers and its body' })
  @ApiAnswer(200, letterResponse, 'The dead letter')
  @ApiProblem({ 403: ['admin-only'], 404: ['dead-letter-not-found'], ...BUSY })
  async show(
    @Param('messageId', { schema: messageId }) id: string,
    @RequestCaller() caller: Caller,
  ): Promise<LetterResponse> {
    return answerLetter(await this.find.one(caller, id));
  }

  @Post('replay')
  @Allows('admin')
  @ApiOperation({
    summary: 'Send dead letters back to their queue, in growing batches that stop when one comes back',
  })
  @Moves()
  async replay(
    @Body({ schema: replayBody }) body: ReplayBody,
    @Operator() who: string,
    @RequestCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActionResponse | PlanResponse> {
    const { selection, why } = body;
    if (body.dryRun) return planned(reply, await this.plan.execute(caller, selection, paceOf(body)));
    const action = await this.replayLetters.execute(caller, { selection, who, why }, paceOf(body));
    return begun(reply, answerAction(action));
  }

  @Post('discard')
  @Allows('admin')
  @ApiOperation({ summary: 'Throw dead letters away for good' })
  @Moves()
  async discard(
    @Body({ schema: discardBody }) { selection, why, dryRun }: DiscardBody,
    @Operator() who: string,
    @RequestCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActionResponse | PlanResponse> {
    if (dryRun) return planned(reply, await this.plan.execute(caller, selection));
    const action = await this.discardLetters.execute(caller, { selection, who, why });
    return begun(reply, answerAction(action));
  }
}

function planned(reply: FastifyReply, plan: Parameters<typeof answerPlan>[0]): PlanResponse {
  reply.status(200);
  return answerPlan(plan);
}

function begun(reply: FastifyReply, action: ActionResponse): ActionResponse {
  reply.header('location', `/operator-actions/${action.id}`);
  return action;
}
