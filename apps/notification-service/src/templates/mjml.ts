/**
 * HTML for mail programs from MJML, with its Handlebars placeholders left as they are.
 *
 * @throws {Error} naming what is wrong with the source.
 */
export async function htmlOf(source: string): Promise<string> {
  // Only now, since loading it takes longer than starting the service and is needed only for a shop's own templates.
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(source, { validationLevel: 'strict', ignoreIncludes: true });
  return html.replace(/\n\s*/g, '\n').trim();
}
