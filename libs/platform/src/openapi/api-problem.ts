import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_JSON } from '../problems/problem.js';

/** Documents the problems of an operation by status: `@ApiProblem({ 409: ['price-changed'] })`. */
export const ApiProblem = (
  codes: Readonly<Record<number, readonly [string, ...string[]]>>,
): MethodDecorator =>
  applyDecorators(
    ...Object.entries(codes).map(([status, names]) =>
      ApiResponse({
        status: Number(status),
        description: names.map((name) => `\`${name}\``).join(', '),
        content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
