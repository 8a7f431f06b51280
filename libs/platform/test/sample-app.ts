import {
  Body,
  Controller,
  Get,
  HttpCode,
  Module,
  Param,
  Patch,
  Post,
  Query,
  type Type,
} from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import {
  Allows,
  type AnswerPage,
  type AnswerWithEtag,
  ApiAnswer,
  ApiProblem,
  assertMatches,
  authEnv,
  type Caller,
  createHttpApp,
  createLogger,
  decodeCursor,
  DomainError,
  encodeCursor,
  etag,
  EtagAnswer,
  IdempotencyKey,
  IfMatch,
  limitEnv,
  loadConfig,
  PageAnswer,
  pageQuery,
  type PageQuery,
  Operator,
  PreferWait,
  RequestCaller,
  serviceEnv,
} from '../src/index.js';

const order = z.strictObject({
  items: z
    .array(z.strictObject({ productId: z.string().min(1).max(128), quantity: z.int().min(1).max(1000) }))
    .min(1),
  note: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
type Order = z.output<typeof order>;

const change = z.union([
  z.strictObject({ status: z.literal('SHIPPED'), carrier: z.string() }),
  z.strictObject({ status: z.literal('CANCELLED'), reason: z.string(), by: z.string() }),
]);

class PriceChanged extends DomainError {
  constructor() {
    super({
      code: 'price-changed',
      kind: 'conflict',
      detail: 'The price is not what you expected.',
      errors: [{ in: 'body', pointer: '/items/0/price', detail: 'Is now 2' }],
      extensions: { actualPrice: 2, status: 'never shown' },
    });
  }
}

/** Errors a handler may meet, by the name under which the sample throws them. */
const FAILURES: Record<string, () => unknown> = {
  rule: () => new PriceChanged(),
  bug: () => new Error('secret: the password is hunter2'),
  sql: () => Object.assign(new Error('terminating connection'), { code: '57P01' }),
  refused: () => new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'ECONNREFUSED' }) }),
  broker: () => ({ code: 'dependency-unavailable' }),
  text: () => 'just a text',
  nothing: () => undefined,
};

const PLACES = z.strictObject({ after: z.int() });

@Controller()
class SampleController {
  @Post('orders')
  @Allows({ customer: 'own', service: 'orders:write' })
  @ApiAnswer(201, z.object({ received: order }), 'The order')
  @ApiProblem({ 409: ['price-changed'] })
  place(
    @Body({ schema: order }) received: Order,
    @RequestCaller() caller: Caller,
    @IdempotencyKey() key: string | undefined,
    @PreferWait(5) waitMs: number | undefined,
  ) {
    return { received, caller, key, waitMs };
  }

  @Get('orders')
  @Allows({ customer: 'own', service: 'orders:read' })
  @ApiAnswer(200, z.array(order), 'Newest first')
  list(
    @Query({ schema: pageQuery.extend({ status: z.string().optional() }) }) query: PageQuery,
    @PageAnswer() answer: AnswerPage,
  ) {
    const after = decodeCursor(PLACES, query.cursor)?.after ?? 0;
    const items = Array.from({ length: query.limit }, (_, index) => after + index + 1);
    return answer({ items, next: encodeCursor({ after: after + query.limit }), total: 1000 });
  }

  @Get('orders/:id')
  @Allows({ customer: 'own', service: 'orders:read' })
  read(@Param('id', { schema: z.uuid() }) id: string, @EtagAnswer() answer: AnswerWithEtag) {
    return answer({ id }, etag(id, 1));
  }

  @Patch('orders/:id')
  @Allows({ service: 'orders:write' })
  change(
    @Param('id') id: string,
    @Body({ schema: change }) body: z.output<typeof change>,
    @IfMatch() ifMatch?: string,
  ) {
    assertMatches(ifMatch, etag(id, 1));
    return body;
  }

  @Post('echo')
  @Allows('everyone')
  @HttpCode(200)
  echo(@Body({ schema: z.unknown() }) body: unknown) {
    return { body };
  }

  @Get('products/:id')
  @Allows('everyone')
  product(
    @Param('id', {
      schema: z
        .string()
        .max(128)
        .regex(/^[\w.:-]+$/),
    })
    id: string,
  ) {
    return { id };
  }

  @Post('operations')
  @Allows('admin')
  operate(@Operator() who: string) {
    return { who };
  }

  @Get('fail/:how')
  @Allows('everyone')
  fail(@Param('how') how: string): never {
    throw FAILURES[how]?.();
  }
}

@Module({ controllers: [SampleController] })
class SampleModule {}

/** Room for whatever a spec sends, unless it is about room. */
const ROOMY = {
  DB_POOL_SIZE: 10,
  ADMISSION_PLACES: 0,
  ADMISSION_LINE: 1000,
  ADMISSION_PATIENCE_MS: 60_000,
  EVENT_LOOP_DELAY_MAX_MS: 60_000,
};

const { NODE_ENV, HOST, CORS_ORIGINS } = serviceEnv;
const schema = z.object({ NODE_ENV, HOST, CORS_ORIGINS, ...authEnv, ...limitEnv });

/** The sample, started with these variables; `lines` receives what it logs. */
export async function startSample(
  environment: Readonly<Record<string, string>> = {},
  own: Partial<typeof ROOMY> = {},
  module: Type<unknown> = SampleModule,
): Promise<Sample> {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const app = await createHttpApp(module, {
    config: {
      ...loadConfig(schema, { NODE_ENV: 'test', ...environment }),
      BODY_LIMIT_BYTES: 300_000,
      ...ROOMY,
      ...own,
    },
    logger: createLogger({ level: 'debug', service: 'sample', destination }),
    title: 'Sample',
    description: 'For specs',
    version: '1.0.0',
  });
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl(), lines };
}

export interface Sample {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly lines: Record<string, unknown>[];
}
