import { z } from 'zod';

/** Converts a zod schema for OpenAPI 3.0; what JSON Schema cannot say is left open instead of failing the document. */
export function jsonSchemaOf(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $defs, ...converted } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: schemaType,
    unrepresentable: 'any',
    override: showDefault,
  }) as Record<string, unknown> & { $defs?: Record<string, unknown> };
  return { schema: converted, components: $defs };
}

/** Zod leaves out the default of a value read from text, such as a number in a query. */
function showDefault({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: unknown;
  jsonSchema: { default?: unknown };
}): void {
  if (!(zodSchema instanceof z.ZodDefault)) return;
  const value = zodSchema.def.defaultValue;
  if (['string', 'number', 'boolean'].includes(typeof value)) jsonSchema.default = value;
}
