// @ts-check
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { APPS } from '../build.mjs';
import { inRoot } from '../support/paths.mjs';
import { compiled } from '../support/compiled.mjs';
import { environmentOf } from './environments.mjs';

/** @typedef {import('../build.mjs').App} App */
/** @typedef {import('@nestjs/swagger').OpenAPIObject} ApiDocument */

// Some routes are there only if the configuration asks for them; the documents name them all.
const WITH_EVERY_ROUTE = {
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'of-an-example',
  STRIPE_WEBHOOK_SECRET: 'of-an-example',
  STRIPE_SUCCESS_URL: 'https://shop.example/paid',
  STRIPE_CANCEL_URL: 'https://shop.example/basket',
};

/** The OpenAPI documents of the built services. None of them is started: no server is needed. */
export async function apiDocuments() {
  /** @type {Map<App, ApiDocument>} */
  const documents = new Map();
  for (const app of APPS) documents.set(app, await apiDocument(app));
  return documents;
}

/** @param {App} app @returns {Promise<ApiDocument>} */
async function apiDocument(app) {
  const platform = await compiled(app, 'libs', 'platform', 'src', 'index.js');
  const { PlatformModule } = await compiled(app, 'libs', 'platform', 'src', 'platform.module.js');
  const { describeApi } = await compiled(app, 'libs', 'platform', 'src', 'openapi', 'serve-api-docs.js');
  const { AppModule } = await compiled(app, 'apps', app, 'src', 'app.module.js');
  const logger = platform.createLogger({ level: 'silent', service: app });
  const module = PlatformModule.around(AppModule.forRoot(await exampleConfig(app, platform)), logger);
  // A preview knows every controller and constructs nothing.
  const preview = await NestFactory.create(module, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return describeApi(preview, { title: app, description: '', version: '1.0.0' });
}

/** What the example environment makes of the service's schema. @param {App} app @param {{ loadConfig: Function }} platform */
async function exampleConfig(app, { loadConfig }) {
  const example = parseEnv(readFileSync(inRoot('.env.example'), 'utf8'));
  return loadConfig(await environmentOf(app), { ...example, ...WITH_EVERY_ROUTE });
}
