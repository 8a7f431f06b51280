import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** Documents the answer of an operation by the schema of its body: `@ApiAnswer(201, orderView, 'The order')`. */
export const ApiAnswer = (status: number, body: z.ZodType, description: string): MethodDecorator =>
  ApiResponse({ status, description, standardSchema: body });
