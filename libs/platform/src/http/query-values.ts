import { z } from 'zod';

const LATEST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/** A moment from 1970 to 9999 with any offset; in UTC from here on. */
export const moment = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => {
    const at = Date.parse(text);
    return at >= 0 && at <= LATEST_MOMENT;
  }, 'must be from 1970 to 9999')
  .transform((text) => new Date(text).toISOString());

/** Some of these names, separated by commas, or as several parameters, or both; each once from here on. */
export function someOf<const Name extends string>(
  names: readonly [Name, ...Name[]],
  example: readonly NoInfer<Name>[],
) {
  const oneOrMore = z.enum(names).array().min(1);
  return z
    .union([z.string(), z.array(z.string()).max(50)])
    .transform((given, context) => {
      const { success, data } = oneOrMore.safeParse([given].flat().flatMap((part) => part.split(',')));
      if (success) return [...new Set(data)];
      context.addIssue(`must be some of ${names.join(', ')}, separated by commas`);
      return z.NEVER;
    })
    .meta({
      type: 'array',
      items: { type: 'string', enum: names },
      example,
      description: 'Any of these: separated by commas, or as several parameters.',
    });
}
