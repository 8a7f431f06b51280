import { ApiAnswer } from '@app/platform';
import { applyDecorators } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { z } from 'zod';

/** Documents a report by the schema of its rows. */
export const ApiReport = (rows: z.ZodType): MethodDecorator =>
  applyDecorators(
    ApiProduces('application/json', 'text/csv'),
    ApiAnswer(200, rows, 'The rows; as `text/csv` below a line with the names of the columns.'),
  );
