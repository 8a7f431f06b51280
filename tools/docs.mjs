// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { apiDocuments } from './docs/api-documents.mjs';
import { auditPage } from './docs/audit-page.mjs';
import { authorizationPage } from './docs/authorization-page.mjs';
import { asyncapiDocument } from './docs/asyncapi.mjs';
import { citationProblems } from './docs/citations.mjs';
import { loadContracts } from './docs/contracts.mjs';
import { configurationPage } from './docs/configuration-page.mjs';
import { crashPointsPage } from './docs/crash-points-page.mjs';
import { catalogue, declaredCodes, statusOfKinds } from './docs/errors/catalogue.mjs';
import { contradictions } from './docs/errors/contradictions.mjs';
import { refusalsIn } from './docs/errors/refusals.mjs';
import { readSources } from './docs/errors/sources.mjs';
import { errorsPage } from './docs/errors-page.mjs';
import { eventsPage } from './docs/events-page.mjs';
import { asJson, asMarkdown } from './docs/format.mjs';
import { lifecyclePage } from './docs/lifecycle-page.mjs';
import { plantedBugsPage } from './docs/planted-bugs-page.mjs';
import { topologyPage } from './docs/topology-page.mjs';
import { asyncapiProblems } from './docs/validate-asyncapi.mjs';
import { inRoot } from './support/paths.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run docs:events [-- --check]: prints the documents that follow from the code
  --check   write nothing; fail when a document is stale or not valid, or when a page cites what is not there`;

/** @typedef {{ path: string, text: string }} Page */

/** The pages as they should be. @returns {Promise<Page[]>} */
async function pages() {
  const contracts = await loadContracts();
  const documents = await apiDocuments();
  const asyncapi = asJson(asyncapiDocument(contracts));
  const problems = await asyncapiProblems(asyncapi);
  if (problems.length > 0)
    throw new ToolError(`docs/asyncapi.json is not valid AsyncAPI: ${problems.join('; ')}`);
  return [
    { path: 'docs/events.md', text: await asMarkdown(eventsPage(contracts)) },
    { path: 'docs/topology.md', text: await asMarkdown(topologyPage(contracts)) },
    { path: 'docs/asyncapi.json', text: asyncapi },
    { path: 'docs/configuration.md', text: await asMarkdown(await configurationPage()) },
    { path: 'docs/errors.md', text: await asMarkdown(errorsPage(await errors(documents))) },
    { path: 'docs/authorization.md', text: await asMarkdown(authorizationPage(documents)) },
    { path: 'docs/lifecycle.md', text: await asMarkdown(await lifecyclePage()) },
    { path: 'docs/planted-bugs.md', text: await asMarkdown(plantedBugsPage()) },
    { path: 'docs/crash-points.md', text: await asMarkdown(crashPointsPage()) },
    { path: 'docs/audit.md', text: await asMarkdown(auditPage()) },
  ];
}

/** Every code there is; fails when errors, their comments and the routes do not agree. @param {Awaited<ReturnType<typeof apiDocuments>>} documents */
async function errors(documents) {
  const refusals = refusalsIn(readSources());
  const declared = declaredCodes(documents);
  const statusOf = await statusOfKinds();
  const problems = contradictions(refusals, declared, statusOf);
  if (problems.length > 0) throw new ToolError(problems.join('\n'));
  return catalogue(refusals, declared, statusOf);
}

/** @param {Page} page */
function isStale({ path, text }) {
  return !existsSync(inRoot(path)) || readFileSync(inRoot(path), 'utf8') !== text;
}

/** @param {Page[]} stale */
function check(stale) {
  if (stale.length > 0) {
    throw new ToolError(`${stale.map(({ path }) => path).join(', ')}: stale, run npm run docs:events`);
  }
  const problems = citationProblems();
  if (problems.length > 0) throw new ToolError(problems.join('\n'));
  process.stdout.write('the documents are as the code and the specs have them\n');
}

/** @param {Page[]} stale */
function write(stale) {
  for (const { path, text } of stale) {
    mkdirSync(dirname(inRoot(path)), { recursive: true });
    writeFileSync(inRoot(path), text);
    process.stdout.write(`${path}\n`);
  }
  if (stale.length === 0) process.stdout.write('nothing has changed\n');
}

await runTool(async () => {
  const { values } = parsed(USAGE, () =>
    parseArgs({ options: { check: { type: 'boolean', default: false } } }),
  );
  await ensureBuilt();
  const stale = (await pages()).filter(isStale);
  if (values.check) check(stale);
  else write(stale);
});
