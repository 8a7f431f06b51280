import { Allows, ApiAnswer, ApiProblem, Operator, RequestCaller, type Caller } from '@app/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ForcePastGap } from '../force-past-gap.js';
import { actionResponse, answerAction } from './action.view.js';
import { subjectText } from './fields.js';
import { forceBody, type ForceBody } from './force.body.js';

const streamName = z
  .string()
  .min(1)
  .max(100)
  .meta({ examples: ['order'] });

/** What was skipped and is on record, or what would be. */
const forceResponse = z
  .object({
    from: z.int().describe('The first sequence that was missing.'),
    to: z.int().describe('The last; the next one has waited, and is handled now.'),
    action: actionResponse.optional().describe('Absent in a dry run.'),
  })
  .meta({ examples: [{ from: 2, to: 2 }] });
type ForceResponse = z.output<typeof forceResponse>;

@ApiTags('dead letters')
@Controller('streams')
export class StreamsController {
  constructor(private readonly forcePastGap: ForcePastGap) {}

  @Post(':stream/:subject/force')
  @Allows('admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let a stream go on past events that are missing for good' })
  @ApiAnswer(200, forceResponse, 'What is skipped')
  @ApiProblem({
    400: ['validation-failed', 'operator-required'],
    403: ['admin-only'],
    404: ['stream-not-found'],
    409: ['no-gap', 'gap-may-close', 'dead-letters-busy'],
    503: ['broker-unavailable'],
  })
  async force(
    @Param('stream', { schema: streamName }) stream: string,
    @Param('subject', { schema: subjectText }) subject: string,
    @Body({ schema: forceBody }) { why, evenIf, dryRun }: ForceBody,
    @Operator() who: string,
    @RequestCaller() caller: Caller,
  ): Promise<ForceResponse> {
    const stuck = { stream, subject, evenIf };
    if (dryRun) return this.forcePastGap.plan(caller, stuck);
    const { action, gap } = await this.forcePastGap.execute(caller, stuck, { who, why });
    return { ...gap, action: answerAction(action) };
  }
}
