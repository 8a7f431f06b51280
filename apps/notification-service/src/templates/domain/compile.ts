import Handlebars from 'handlebars';
import type { Formats } from './formats.js';
import { oneLine } from './one-line.js';

/** Writes a template from its data. */
export type Compiled = (data: object) => string;

/** Whether a template's values are shown in markup, where they must not become any, or as they are. */
export type Form = 'html' | 'text';

/** Compiles the templates of one language. */
export type Compile = (source: string, form: Form) => Compiled;

const HELPERS = { money: true, time: true, number: true, is: true } as const;

/**
 * A compiler whose templates know the helpers `if`, `unless`, `each`, `with`, `is`, `money`, `time` and `number`, and
 * nothing else. A template throws when it is written from data without a field that it names.
 */
export function compilerFor(formats: Formats): Compile {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('money', formats.money);
  handlebars.registerHelper('time', formats.time);
  handlebars.registerHelper('number', formats.number);
  handlebars.registerHelper('is', isHelper);
  for (const name of ['log', 'lookup']) handlebars.unregisterHelper(name);
  return (source, form) => {
    const template = handlebars.compile(strictly(source, form), {
      noEscape: form === 'text',
      strict: true,
      knownHelpersOnly: true,
      knownHelpers: HELPERS as unknown as KnownHelpers,
      explicitPartialContext: true,
    });
    return (data) => template(data);
  };
}

// Knows nothing that a template could name, only how to be called in the message about a field that is missing.
const NOTHING: object = Object.freeze(
  Object.create(null, { [Symbol.toPrimitive]: { value: () => 'the data' } }),
);

/** Data as templates get it: no field comes from a prototype, and no value has more than one line. */
export function bare(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, bare(field)] as const);
  return Object.assign(Object.create(NOTHING), Object.fromEntries(fields));
}

function isHelper(this: unknown, value: unknown, other: unknown, options: Handlebars.HelperOptions): string {
  return value === other ? options.fn(this) : options.inverse(this);
}

/** The parsed template, in which the arguments of helpers must exist too, and no value of HTML goes unescaped. */
function strictly(source: string, form: Form): hbs.AST.Program {
  const program = Handlebars.parse(source);
  new StrictPaths(form).accept(program);
  return program;
}

class StrictPaths extends Handlebars.Visitor {
  constructor(private readonly form: Form) {
    super();
  }

  override PathExpression(path: hbs.AST.PathExpression): void {
    Object.assign(path, { strict: true });
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (this.form === 'html' && !mustache.escaped)
      throw new Error(`line ${mustache.loc.start.line}: a value in HTML must be written with two braces`);
    super.MustacheStatement(mustache);
  }

  override PartialStatement({ loc }: hbs.AST.PartialStatement): void {
    throw new Error(`line ${loc.start.line}: a partial is named by a word and takes no arguments`);
  }

  override PartialBlockStatement({ loc }: hbs.AST.PartialBlockStatement): void {
    throw new Error(`line ${loc.start.line}: a partial is named by a word and takes no arguments`);
  }

  override DecoratorBlock({ loc }: hbs.AST.DecoratorBlock): void {
    throw new Error(`line ${loc.start.line}: decorators are not for templates`);
  }

  override Decorator({ loc }: hbs.AST.Decorator): void {
    throw new Error(`line ${loc.start.line}: decorators are not for templates`);
  }
}
