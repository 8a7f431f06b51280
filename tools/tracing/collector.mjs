// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

/**
 * A span as a collector gets it, as far as anybody here looks at it.
 * @typedef {object} Collected
 * @property {string} service
 * @property {string} traceId
 * @property {string} spanId
 * @property {string} [parentSpanId]
 * @property {string} name
 * @property {Record<string, string | number>} attributes
 * @property {{ traceId: string, spanId: string }[]} links
 * @property {boolean} isFailed
 * @property {number} from when it began, in milliseconds since 1970
 * @property {number} to when it ended
 */

/**
 * What it is sent, as far as it is read here: an `ExportTraceServiceRequest` in the JSON form of OTLP.
 * @typedef {{ key: string, value: { stringValue?: string, intValue?: number | string } }} Field
 * @typedef {Pick<Collected, 'traceId' | 'spanId' | 'parentSpanId' | 'name'> & Partial<Pick<Collected, 'links'>> & {
 *   startTimeUnixNano: string, endTimeUnixNano: string, attributes?: Field[], status?: { code?: number } }} Sent
 * @typedef {{ resourceSpans: { resource: { attributes: Field[] }, scopeSpans: { spans: Sent[] }[] }[] }} Request
 */

const FAILED = 2;

/** A collector of traces that takes OTLP over HTTP, in JSON, and remembers everything. */
export class Collector {
  /** @type {Collected[]} */
  spans = [];
  #server = createServer((request, response) => void this.#take(request, response));

  static async open() {
    const collector = new Collector();
    collector.#server.listen(0, '127.0.0.1');
    await once(collector.#server, 'listening');
    return collector;
  }

  /** What a service is to be told, to send its spans here soon after they end. @returns {Record<string, string>} */
  get environment() {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('it does not listen');
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${address.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    };
  }

  /** The spans of a trace, as they began. @param {string} traceId */
  trace(traceId) {
    return this.spans.filter((span) => span.traceId === traceId).sort((a, b) => a.from - b.from);
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async #take(request, response) {
    this.spans.push(...spansIn(/** @type {Request} */ (await json(request))));
    response.setHeader('content-type', 'application/json').end('{}');
  }

  async close() {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** @param {Request} request */
const spansIn = ({ resourceSpans }) =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => collected(service, span)));
  });

/** @param {string} service @param {Sent} span @returns {Collected} */
const collected = (service, span) => ({
  service,
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId && { parentSpanId: span.parentSpanId }),
  name: span.name,
  attributes: valuesOf(span.attributes ?? []),
  links: (span.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
  isFailed: span.status?.code === FAILED,
  from: milliseconds(span.startTimeUnixNano),
  to: milliseconds(span.endTimeUnixNano),
});

/** @param {string} nanoseconds */
const milliseconds = (nanoseconds) => Number(BigInt(nanoseconds) / 1000n) / 1000;

/** @param {Field[]} fields */
const valuesOf = (fields) =>
  Object.fromEntries(fields.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]));
