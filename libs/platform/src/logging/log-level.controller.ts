import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allows } from '../auth/access.js';
import { assertAdmin } from '../http/admin-only.js';
import { type Caller, RequestCaller } from '../http/caller.js';
import { Operator } from '../http/operator.js';
import { ApiAnswer } from '../openapi/api-answer.js';
import { ApiProblem } from '../openapi/api-problem.js';
import { CHOSEN_LEVELS, type LevelNow, LogLevel } from './log-level.js';

const QUARTER_OF_AN_HOUR_S = 900;
const DAY_S = 86_400;

const levelBody = z
  .strictObject({
    level: z.enum(CHOSEN_LEVELS).describe('The least important lines that are written.'),
    seconds: z
      .int()
      .min(1)
      .max(DAY_S)
      .default(QUARTER_OF_AN_HOUR_S)
      .describe('How long, before it is again what is configured.'),
  })
  .meta({ examples: [{ level: 'debug', seconds: 600 }] });
type LevelBody = z.output<typeof levelBody>;

const levelResponse = z
  .object({
    level: z.string().describe('The least important lines that are written.'),
    configured: z.string().describe('What `LOG_LEVEL` says.'),
    until: z.iso.datetime().optional().describe('When it is that again; absent while it is.'),
  })
  .meta({ examples: [{ level: 'debug', configured: 'info', until: '2026-01-01T12:00:00.000Z' }] });
type LevelResponse = z.output<typeof levelResponse>;

/** Which lines the instance that answers writes. */
@ApiTags('operations')
@Controller('log-level')
export class LogLevelController {
  constructor(private readonly levels: LogLevel) {}

  @Get()
  @Allows('admin')
  @ApiOperation({ summary: 'Tell which lines this instance writes to its log' })
  @ApiAnswer(200, levelResponse, 'The level')
  @ApiProblem({ 403: ['admin-only'] })
  find(@RequestCaller() caller: Caller): LevelResponse {
    assertAdmin(caller);
    return answer(this.levels.now);
  }

  @Put()
  @Allows('admin')
  @ApiOperation({ summary: 'Have this instance write more lines, or fewer, for a while' })
  @ApiAnswer(200, levelResponse, 'The level from now on')
  @ApiProblem({ 400: ['validation-failed', 'operator-required'], 403: ['admin-only'] })
  choose(
    @Body({ schema: levelBody }) { level, seconds }: LevelBody,
    @Operator() who: string,
    @RequestCaller() caller: Caller,
  ): LevelResponse {
    assertAdmin(caller);
    return answer(this.levels.choose(level, seconds, { who, correlationId: caller.correlationid }));
  }
}

const answer = ({ until, ...level }: LevelNow): LevelResponse => ({
  ...level,
  ...(until && { until: until.toISOString() }),
});
