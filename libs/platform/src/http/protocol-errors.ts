import type { FastifyReply, FastifyRequest } from 'fastify';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { newId } from '../kernel/ids.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { problemOf } from '../problems/problem-of.js';
import { PROBLEM_JSON, type Problem, problemDocument } from '../problems/problem.js';
import { sendProblem } from '../problems/send-problem.js';
import { setStandardHeaders } from './standard-headers.js';

const MALFORMED: Problem = { status: 400, code: 'malformed-request', detail: 'This is not valid HTTP.' };

const PROTOCOL_PROBLEMS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers-too-large', detail: 'The header fields are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request-timeout',
    detail: 'The request took too long to arrive.',
  },
};

const NO_TUNNELS: Problem = {
  status: 405,
  code: 'method-not-allowed',
  detail: 'This is no proxy; CONNECT is not possible.',
};

const NO_EXPECTATIONS: Problem = {
  status: 417,
  code: 'expectation-failed',
  detail: 'Only 100-continue may be expected.',
};

// How long a client that has been told that it is over may take to hang up.
const LINGER_MS = 5_000;

/** Answers what the router refuses, before any hook or filter could, with a problem document. */
export function answerFrameworkError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  setStandardHeaders(request, reply);
  sendProblem(request, reply, problemOf(error));
}

/** Answers bytes that never became a request with a problem document, and closes the connection. */
export function answerProtocolError(error: Error & { code?: string }, socket: Duplex): void {
  // Nobody is there to be answered.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  endWith(socket, PROTOCOL_PROBLEMS[error.code ?? ''] ?? MALFORMED);
}

/** Answers with a problem document where Node would close the connection or answer without a body. */
export function answerWhatNodeWouldRefuse(server: Server): void {
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => endWith(socket, NO_TUNNELS));
  server.on('checkExpectation', (request: IncomingMessage) => {
    // A body that nobody reads would hide that the client has gone, and keep the server from closing.
    request.resume();
    endWith(request.socket, NO_EXPECTATIONS, { withBody: request.method !== 'HEAD' });
  });
}

/** @throws {InvalidRequest} `malformed-request` for HTTP/1.1 without a host, which Node is told to leave to us. */
export function refuseMissingHost({ raw }: FastifyRequest): void {
  if (raw.httpVersion !== '1.1' || raw.headers.host !== undefined) return;
  throw new InvalidRequest('malformed-request', 'The Host header is required.', [
    { in: 'header', pointer: '/Host', detail: 'Is required', code: 'required' },
  ]);
}

function endWith(socket: Duplex, problem: Problem, { withBody = true } = {}): void {
  const correlationId = newId();
  const body = JSON.stringify(problemDocument(problem, { instance: '', correlationId }));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Correlation-Id: ${correlationId}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  // After the answer to a HEAD a client reads whatever follows as the next answer.
  socket.end(`${head.join('\r\n')}\r\n\r\n${withBody ? body : ''}`);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}
