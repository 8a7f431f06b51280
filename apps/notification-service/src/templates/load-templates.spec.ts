import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '@app/platform';
import { compiledAhead } from './compile-ahead.js';
import { SAMPLES } from './domain/samples.js';
import { loadTemplates } from './load-templates.js';
import { OWN_TEMPLATES } from './template-files.js';
import { Templates } from './templates.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'letters-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

const load = async () => new Templates(await loadTemplates({ defaultLocale: 'en', directory }));

const problemsOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  put(files);
  const error = await load().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).problems;
};

const [order] = SAMPLES['order-confirmed'];

describe("a shop's own templates", () => {
  it('take the place of ours of the same path, and of no others', async () => {
    put({ 'order-confirmed/en/text.hbs': 'Yours: {{orderId}}\n', 'partials/de/total.hbs': 'Summe' });
    const templates = await load();

    expect(templates.render('order-confirmed', 'EMAIL', 'en', order).text).toBe(`Yours: ${order.orderId}\n`);
    expect(templates.render('order-received', 'EMAIL', 'en', order).text).toContain('Thank you');
    const german = templates.render('order-received', 'EMAIL', 'de', order);
    expect(german.text).toContain('Summe: 69,98 €');
    expect(templates.htmlOf({ template: 'order-received', locale: 'de', data: order })).toContain('>Summe<');
  });

  it('may be MJML of their own', async () => {
    put({
      'low-stock/en/html.mjml.hbs':
        '{{#> layout}}<mj-button href="https://shop.example">{{name}}</mj-button>{{/layout}}',
    });
    const templates = await load();

    const data = { ...SAMPLES['low-stock'][0], name: '<b>' };
    const html = templates.htmlOf({ template: 'low-stock', locale: 'en', data });
    expect(html).toContain('href="https://shop.example"');
    expect(html).toContain('&lt;b&gt;');
  });

  it('do not let the service start while anything is wrong with them, and all of it is named', async () => {
    const problems = await problemsOf({
      'order-confirmed/en/text.hbs': '{{#if orderId}}',
      'order-confirmed/de/short.hbs': '{{ordrId}}',
      'order-shipped/en/text.hbs': '{{#if carier}}by somebody{{/if}}',
      'order-shipped/de/subject.hbs': '{{#unless carrier}}{{nobody}}{{/unless}}',
      'low-stock/en/html.mjml.hbs': '{{#> layout}}<mj-txt>{{name}}</mj-txt>{{/layout}}',
      'low-stock/de/subject.hbs': '{{> nowhere}}',
      'back-in-stock/en/short.hbs': '{{shout name}}',
      'order-confirmed/fr/text.hbs': 'Bonjour',
    });

    expect(problems.map((problem) => problem.replace(/^TEMPLATES_DIR: /, ''))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^order-confirmed\/fr\/text\.hbs: takes the place of no template/),
        expect.stringMatching(/^order-confirmed\/en\/text\.hbs: Parse error on line 1/),
        expect.stringMatching(/^order-confirmed\/de\/short\.hbs: "ordrId" not defined/),
        expect.stringMatching(/^order-shipped\/en\/text\.hbs: "carier" not defined/),
        expect.stringMatching(/^order-shipped\/de\/subject\.hbs: "nobody" not defined/),
        expect.stringMatching(/^low-stock\/en\/html\.mjml\.hbs: .*mj-txt/),
        expect.stringMatching(/^low-stock\/de\/subject\.hbs: there is no partial nowhere/),
        expect.stringMatching(/^back-in-stock\/en\/short\.hbs: /),
      ]),
    );
  });

  it.each([
    ['unescaped', '<mj-text>{{{name}}}</mj-text>', 'two braces'],
    ['unescaped otherwise', '<mj-text>{{&name}}</mj-text>', 'two braces'],
    ['as an attribute', '<mj-text><a {{name}}>x</a></mj-text>', 'could become markup'],
    ['from a prototype', '<mj-text>{{constructor}}</mj-text>', '"constructor" not defined'],
    ['by a partial of an argument', '<mj-text>{{> (name) }}</mj-text>', 'a partial is named by a word'],
  ])('may not show a value %s', async (_, mjml, problem) => {
    const [found, ...others] = await problemsOf({
      'low-stock/en/html.mjml.hbs': `{{#> layout}}${mjml}{{/layout}}`,
    });

    expect(found).toContain(problem);
    expect(others).toEqual([]);
  });

  it('may not contain themselves', async () => {
    expect(await problemsOf({ 'partials/product.hbs': '{{> product}}' })).toContainEqual(
      expect.stringContaining('a partial contains itself'),
    );
  });

  it('must lie somewhere', async () => {
    rmSync(directory, { recursive: true });

    await expect(load()).rejects.toThrow(/TEMPLATES_DIR: .*ENOENT/);
  });
});

it('starts with the HTML that our templates have now; npm run build:templates brings it up to date', async () => {
  for (const [path, html] of await compiledAhead(OWN_TEMPLATES))
    expect(`${path}: ${readFileSync(join(OWN_TEMPLATES, path), 'utf8')}`).toBe(`${path}: ${html}`);
});
