import { PermanentRefusal, ProviderUnreachable, TemporaryFailure } from '../domain/channel.js';
import { failureOf } from './twilio-failure.js';

const answer = (status: number, code?: number, message = 'no') =>
  failureOf(Object.assign(new Error(message), { status, code }));

describe('an error of Twilio', () => {
  it.each([21211, 21214, 21610, 21614])('of code %i is the fault of the number', (code) => {
    expect(answer(400, code)).toMatchObject({ name: 'PermanentRefusal', addressAtFault: true });
  });

  it.each([
    ['a text that is too long', 400, 21617, PermanentRefusal],
    ['a country we may not write to', 400, 21408, PermanentRefusal],
    ['a wrong token', 401, 20003, ProviderUnreachable],
    ['an account that is not there', 404, 20404, ProviderUnreachable],
    ['a sender that is not ours', 400, 21606, ProviderUnreachable],
    ['too many requests', 429, 20429, TemporaryFailure],
    ['a full queue', 400, 21611, TemporaryFailure],
    ['a broken server', 503, undefined, TemporaryFailure],
  ])('of %s is judged by its codes', (_, status, code, kind) => {
    const failure = answer(status, code);
    expect(failure).toBeInstanceOf(kind);
    expect(failure).not.toMatchObject({ addressAtFault: true });
  });

  it.each([
    ['ECONNREFUSED', ProviderUnreachable],
    ['ENOTFOUND', ProviderUnreachable],
    ['ECONNRESET', TemporaryFailure],
    ['ECONNABORTED', TemporaryFailure],
  ])('%s, which no answer came with, is judged by whether the text may have arrived', (code, kind) => {
    expect(failureOf(Object.assign(new Error('x'), { code }))).toBeInstanceOf(kind);
  });

  it('is told in one line without numbers', () => {
    const { message } = answer(400, 21211, "The 'To' number +49 (30) 123-456 is\r\nnot valid.");
    expect(message).toBe("Twilio 400/21211: The 'To' number <number> is not valid.");
  });
});
