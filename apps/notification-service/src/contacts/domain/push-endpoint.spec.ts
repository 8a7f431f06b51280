import { endpointProblem } from './push-endpoint.js';

describe('an endpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/g',
    'https://web.push.apple.com:443/Q',
  ])('%s is one of a push service', (endpoint) => {
    expect(endpointProblem(endpoint, false)).toBeUndefined();
  });

  it.each([
    'http://push.example.org/a',
    'http://127.0.0.1:8080/a',
    'https://127.0.0.1/a',
    'https://10.0.0.1/a',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/a',
    'https://[fd00::1]/a',
    'https://localhost/a',
    'https://localhost./a',
    'https://rabbitmq:15672/a',
    'https://db.internal/a',
    'https://printer.local/a',
    'https://user:pass@push.example.org/a',
  ])('%s is none', (endpoint) => {
    expect(endpointProblem(endpoint, false)).toMatch(/^must/);
  });

  it.each([
    ['http://127.0.0.1:8080/a', true],
    ['http://localhost:8080/a', true],
    ['http://[::1]:8080/a', true],
    ['http://10.0.0.1/a', false],
    ['http://127.evil.example/a', false],
  ])('in development, %s may be a stand-in: %s', (endpoint, allowed) => {
    expect(endpointProblem(endpoint, true) === undefined).toBe(allowed);
  });
});
