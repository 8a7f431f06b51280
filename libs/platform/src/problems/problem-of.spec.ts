import {
  ForbiddenException,
  HttpException,
  InternalServerErrorException,
  NotImplementedException,
} from '@nestjs/common';
import { DomainError, type DomainErrorKind } from '../kernel/domain-error.js';
import { problemDocument } from './problem.js';
import { problemOf } from './problem-of.js';

class Refusal extends DomainError {
  constructor(kind: DomainErrorKind, retryAfterSeconds?: number) {
    super({ code: 'some-rule', kind, detail: 'The rule says no.', retryAfterSeconds });
  }
}

const withCode = (code: string) => Object.assign(new Error('driver'), { code });

describe('the problem of an error', () => {
  it.each([
    ['invalid', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['gone', 410],
    ['precondition-failed', 412],
    ['unprocessable', 422],
    ['precondition-required', 428],
    ['too-many-requests', 429],
    ['unavailable', 503],
  ] as const)('of kind %s has status %i and keeps its code', (kind, status) => {
    expect(problemOf(new Refusal(kind))).toMatchObject({
      status,
      code: 'some-rule',
      detail: 'The rule says no.',
    });
  });

  it('says when to come back if the service is unavailable, and as the rule says if it says so', () => {
    expect(problemOf(new Refusal('unavailable')).retryAfterSeconds).toBeGreaterThan(0);
    expect(problemOf(new Refusal('unavailable', 30)).retryAfterSeconds).toBe(30);
    expect(problemOf(new Refusal('conflict')).retryAfterSeconds).toBeUndefined();
  });

  it.each([
    '08006',
    '40001',
    '40P01',
    '53300',
    '57P01',
    '57014',
    '55P03',
    'ECONNREFUSED',
    'ETIMEDOUT',
    'dependency-unavailable',
  ])('is an outage for the code %s, however deep it lies', (code) => {
    expect(problemOf(withCode(code)).status).toBe(503);
    expect(problemOf(new Error('outer', { cause: withCode(code) })).status).toBe(503);
    expect(problemOf(new AggregateError([withCode(code)])).status).toBe(503);
    expect(problemOf({ code }).status).toBe(503);
  });

  it.each(['22021', '23505', '42P01', '57000', '0800', 'ENOENT', ''])(
    'is a bug for the code "%s"',
    (code) => {
      expect(problemOf(withCode(code))).toMatchObject({ status: 500, code: 'internal-error' });
    },
  );

  it.each([undefined, null, 'text', 42, {}, new Error('a secret')])(
    'is a bug that says nothing of itself for %p',
    (error) => {
      const problem = problemOf(error);
      expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
      expect(JSON.stringify(problem)).not.toContain('secret');
    },
  );

  it('ends with a cause that names itself', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(problemOf(error).status).toBe(500);
  });

  it('takes the status of what the framework throws, and none of its words', () => {
    expect(problemOf(new ForbiddenException('secret'))).toEqual({
      status: 403,
      code: 'forbidden',
      detail: 'Forbidden.',
    });
    expect(problemOf(new HttpException('x', 503)).code).toBe('service-unavailable');
    expect(problemOf(new InternalServerErrorException('secret')).code).toBe('internal-error');
    expect(problemOf(new NotImplementedException()).status).toBe(500);
  });
});

describe('a problem document', () => {
  it('has a type and a title that follow from the code, and no extension in place of a standard member', () => {
    const problem = {
      status: 409,
      code: 'malformed-json',
      detail: 'd',
      extensions: { status: 1, type: 'x', price: 2 },
    };

    expect(problemDocument(problem, { instance: '/orders', correlationId: 'c1' })).toEqual({
      type: 'urn:waybill:problem:malformed-json',
      title: 'Malformed JSON',
      status: 409,
      detail: 'd',
      instance: '/orders',
      code: 'malformed-json',
      correlationId: 'c1',
      price: 2,
    });
  });
});
