import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { withCredentials } from './describe-access.js';
import { describeErrorsAndAnswers } from './describe-errors-and-answers.js';
import { jsonSchemaOf } from './json-schema-of.js';

/** What the OpenAPI document says of the service as a whole. */
export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

/** The OpenAPI document of an application, derived from its controllers and their zod schemas. */
export function describeApi(
  app: NestFastifyApplication,
  { title, description, version }: ApiDescription,
): OpenAPIObject {
  const config = withCredentials(new DocumentBuilder())
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .addServer('/')
    .addServer('/v1')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: jsonSchemaOf,
    operationIdFactory,
  });
  return describeErrorsAndAnswers(document);
}

/** `OrdersController.place` becomes `ordersPlace`: unique, and a fit name for a method of a generated client. */
function operationIdFactory(controller: string, method: string): string {
  const subject = controller.replace(/Controller$/, '');
  return (
    subject.charAt(0).toLowerCase() + subject.slice(1) + method.charAt(0).toUpperCase() + method.slice(1)
  );
}

/** Serves the document at `/api/docs-json` and a page to read and try it at `/api/docs`. */
export function serveApiDocs(app: NestFastifyApplication, description: ApiDescription): void {
  // Built when first asked for: a service that is never asked starts faster.
  SwaggerModule.setup('api/docs', app, () => describeApi(app, description), { raw: ['json'] });
}
