import {
  Allows,
  ApiAnswer,
  ApiProblem,
  decodeCursor,
  PageAnswer,
  pageQuery,
  RequestCaller,
  type AnswerPage,
  type Caller,
  type PageQuery,
} from '@app/platform';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FindOperatorActions } from '../find-operator-actions.js';
import { actionResponse, answerAction, type ActionResponse } from './action.view.js';

const actionId = z.uuid().meta({ examples: ['01980000-0000-7000-8000-0000000000bb'] });
const actionPlace = z.tuple([z.uuid()]);

@ApiTags('dead letters')
@Controller('operator-actions')
export class OperatorActionsController {
  constructor(private readonly actions: FindOperatorActions) {}

  @Get()
  @Allows('admin')
  @ApiOperation({
    summary: 'List what operators did with dead letters and gaps of this service, the latest first',
  })
  @ApiAnswer(200, z.array(actionResponse), 'A page of actions')
  @ApiProblem({ 400: ['validation-failed', 'invalid-cursor'], 403: ['admin-only'] })
  async list(
    @Query({ schema: pageQuery }) { limit, cursor }: PageQuery,
    @RequestCaller() caller: Caller,
    @PageAnswer() answer: AnswerPage,
  ): Promise<readonly ActionResponse[]> {
    const after = decodeCursor(actionPlace, cursor)?.[0];
    const page = await this.actions.list(caller, limit, after);
    return answer({ ...page, items: page.items.map(answerAction) });
  }

  @Get(':id')
  @Allows('admin')
  @ApiOperation({ summary: 'Look at what an operator did, or how far it has come' })
  @ApiAnswer(200, actionResponse, 'The action')
  @ApiProblem({ 403: ['admin-only'], 404: ['operator-action-not-found'] })
  async find(
    @Param('id', { schema: actionId }) id: string,
    @RequestCaller() caller: Caller,
  ): Promise<ActionResponse> {
    return answerAction(await this.actions.one(caller, id));
  }
}
