import { preferredWait } from './prefer-wait.js';

describe('the preferred wait', () => {
  it.each([
    ['wait=3', 3],
    ['WAIT = 3', 3],
    ['wait="3"', 3],
    ['wait=3; foo=bar', 3],
    ['respond-async, wait=3', 3],
    ['handling=lenient;note="a, wait=9", wait=2', 2],
    ['wait=0', 0],
    ['wait=60', 5],
    ['wait=2, wait=4', 2],
  ])('of "%s" is %i of at most 5 seconds', (prefer, seconds) => {
    expect(preferredWait(prefer, 5)).toBe(seconds);
  });

  it.each([
    '',
    'respond-async',
    'wait',
    'wait=',
    'wait=-1',
    'wait=1.5',
    'wait=soon',
    'wait="',
    'waiting=3',
    ',,,',
    'wait=99999999999',
    '"wait=3"',
  ])('of "%s" is not understood and so not there', (prefer) => {
    expect(preferredWait(prefer, 5)).toBeUndefined();
  });

  it('is found in linear time: 256 KiB take milliseconds, where their square would take minutes', () => {
    const began = performance.now();
    for (const part of [',', ' ', '"', ',"', 'wait', ';'])
      preferredWait(part.repeat(262_144 / part.length), 5);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
