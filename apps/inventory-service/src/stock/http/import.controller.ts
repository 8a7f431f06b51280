import {
  Allows,
  AcceptsStream,
  ApiAnswer,
  ApiProblem,
  readWithin,
  RequestCaller,
  StreamedBody,
  type BodyStream,
  type Caller,
} from '@app/platform';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ImportReport } from '../domain/import-report.js';
import { ImportProducts } from '../import-products.js';
import { csvLines } from './csv-lines.js';
import { importReportResponse } from './import-report.view.js';
import { jsonLines } from './json-lines.js';

/** Injection token of the most bytes that one import may have. */
export const IMPORT_LIMIT_BYTES = Symbol('inventory.import-limit-bytes');

const LONGEST_SILENCE_MS = 30_000;

const EXAMPLE = 'productId,productName,quantity,price,currency\ndesk-lamp,Desk lamp,100,29.99,EUR\n';

@ApiTags('inventory')
@Controller('inventory/import')
export class ImportController {
  constructor(
    private readonly importProducts: ImportProducts,
    @Inject(IMPORT_LIMIT_BYTES) private readonly limitBytes: number,
  ) {}

  @Post()
  @Allows({ service: 'inventory:write' })
  @HttpCode(200)
  @AcceptsStream(EXAMPLE, 'text/csv', 'application/x-ndjson', 'application/jsonl')
  @ApiOperation({
    summary: 'Add and change any number of products',
    description:
      'CSV whose first line names the fields, or JSON lines, with the fields of `POST /inventory` and `status` and ' +
      '`reason`. A product that exists is changed in what its line says, a new one needs a `productName` and a `price`. ' +
      'Lines are applied in their order, some hundreds at a time; one that is refused keeps no other back. Of two ' +
      'lines about a product the later one wins. The same file can be sent again, also after it ended early: what is ' +
      'so already is `unchanged`. A problem that ends an import early carries the `report` of what was stored.',
  })
  @ApiAnswer(200, importReportResponse, 'What became of the lines')
  @ApiProblem({
    400: ['malformed-csv', 'empty-body'],
    408: ['request-timeout'],
    413: ['body-too-large'],
    415: ['unsupported-media-type'],
  })
  import(
    @StreamedBody() { type, stream }: BodyStream,
    @RequestCaller() caller: Caller,
  ): Promise<ImportReport> {
    const bytes = readWithin(stream, { limitBytes: this.limitBytes, silenceMs: LONGEST_SILENCE_MS });
    return this.importProducts.execute(caller, type === 'text/csv' ? csvLines(bytes) : jsonLines(bytes));
  }
}
