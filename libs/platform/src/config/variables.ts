import { z } from 'zod';

/** The smallest and largest number a variable takes, both included. */
interface Range {
  readonly min?: number;
  readonly max?: number;
}

const WHOLE_NUMBER = /^-?\d+$/;

function wholeNumberIn(text: string, { min, max }: Required<Range>): number | undefined {
  const value = WHOLE_NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined;
}

const bounds = ({ min = 0, max = Number.MAX_SAFE_INTEGER }: Range): Required<Range> => ({ min, max });

/** A whole number, from 0 unless said otherwise; "12abc", "1.5" and "1e3" are refused. */
export function int(range: Range = {}) {
  const limits = bounds(range);
  return z
    .string()
    .transform((text, context) => {
      const value = wholeNumberIn(text, limits);
      if (value !== undefined) return value;
      context.addIssue(`must be a whole number from ${limits.min} to ${limits.max}`);
      return z.NEVER;
    })
    .meta({ minimum: limits.min, maximum: limits.max });
}

/** A TCP port; 0 asks the system for a free one. */
export const port = () => int({ min: 0, max: 65_535 });

/** A span of time in milliseconds, at least 1 unless said otherwise, at most 24 days (the longest timer there is). */
export const milliseconds = ({ min = 1, max = 2_147_483_647 }: Range = {}) => int({ min, max });

/** Whole numbers separated by commas, at least one of them. */
export function intList(range: Range = {}) {
  const limits = bounds(range);
  return z
    .string()
    .transform((text, context): number[] => {
      const values = text.split(',').map((item) => wholeNumberIn(item, limits));
      if (values.every((value) => value !== undefined)) return values;
      context.addIssue(`must be whole numbers from ${limits.min} to ${limits.max}, separated by commas`);
      return z.NEVER;
    })
    .meta({ minimum: limits.min, maximum: limits.max, several: true });
}

/** `true` or `false`, in words. */
export const flag = () => z.enum(['true', 'false']).transform((text) => text === 'true');

/** A part of a whole, from 0 to 1. */
export const share = () =>
  z
    .string()
    .transform((text, context) => {
      const value = /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
      if (value <= 1) return value;
      context.addIssue('must be a number from 0 to 1');
      return z.NEVER;
    })
    .meta({ form: 'number, 0 to 1' });

/** Names and values, `name=value,other=value`, in which percent signs stand for what a URL would not hold. */
export const pairs = () =>
  z
    .string()
    .transform((text, context): Record<string, string> => {
      try {
        return Object.fromEntries(text.split(',').map(pairIn));
      } catch {
        context.addIssue('must be pairs such as name=value, separated by commas');
        return z.NEVER;
      }
    })
    .meta({ form: '`name=value`', several: true });

function pairIn(text: string): [string, string] {
  const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Error('no pair');
  return [name, decodeURIComponent(value)];
}

/** A certificate in PEM, or several; line breaks may be written as `\\n`. */
export const pem = () =>
  z
    .string()
    .transform((text) => text.replaceAll('\\n', '\n'))
    .refine((text) => text.includes('-----BEGIN '), {
      error: 'must be in PEM; line breaks may be written as \\n',
    })
    .meta({ form: 'PEM' });

/** An absolute URL with one of the given schemes. */
export const url = (...schemes: readonly [string, ...string[]]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
      error: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    })
    .meta({ form: `URL: ${schemes.map((scheme) => `\`${scheme}:\``).join(', ')}` });

/** Absolute URLs with one of the given schemes, separated by commas, at least one of them. */
export function urlList(...schemes: readonly [string, ...string[]]) {
  const each = url(...schemes);
  return z
    .string()
    .transform((text, context): string[] => {
      const list = text.split(',').map((item) => item.trim());
      const fault = list
        .map((item) => each.safeParse(item).error?.issues[0])
        .find((issue) => issue !== undefined);
      if (!fault) return list;
      context.addIssue(fault.message);
      return z.NEVER;
    })
    .meta({ ...each.meta(), several: true });
}

/**
 * A secret: may be set to the empty string, may be left out in development and test only, and then is empty.
 * There is no other default.
 */
export const secret = () => z.string().default('').meta({ secret: 'required' });

/** A variable that may be left out and that nobody else may see. */
export const confidential = <Variable extends z.ZodType>(variable: Variable) =>
  variable.optional().meta({ secret: 'optional' });

/** Whether a variable was declared by `secret()`. */
export const isSecret = (variable: z.core.$ZodType): boolean =>
  z.globalRegistry.get(variable)?.['secret'] === 'required';

/** The variables of one topic, below whose name `docs/configuration.md` shows them. */
export function topic<Shape extends z.ZodRawShape>(name: string, variables: Shape): Shape {
  for (const variable of Object.values(variables))
    z.globalRegistry.add(variable, { ...z.globalRegistry.get(variable), topic: name });
  return variables;
}
