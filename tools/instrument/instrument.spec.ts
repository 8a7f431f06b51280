import { armsIn } from './crash-points.mjs';
import { markersIn, withCalls } from './marker.mjs';
import { planted } from './plant.mjs';
import { crashPoints } from './points.mjs';

const SOURCE = `async function run() {
    // crash point one: nothing is done
    work();
    // crash point (written) another-one: all is done
}
// a crash point in prose: no marker
`;

describe('a marker', () => {
  it('is found with its name, its meaning and its line', () => {
    expect(markersIn(SOURCE)).toEqual([
      { name: 'one', written: false, meaning: 'nothing is done', line: 2 },
      { name: 'another-one', written: true, meaning: 'all is done', line: 4 },
    ]);
  });

  it('becomes a call on its own line, awaited where death waits for what is written', () => {
    const lines = withCalls(SOURCE).split('\n');

    expect(lines[1]).toBe(`    globalThis[Symbol.for('waybill.crash-point')].pass('one');`);
    expect(lines[3]).toBe(
      `    await globalThis[Symbol.for('waybill.crash-point')].onceWritten('another-one');`,
    );
    expect(lines.filter((_, at) => at !== 1 && at !== 3)).toEqual(
      SOURCE.split('\n').filter((_, at) => at !== 1 && at !== 3),
    );
  });

  it('has a name of its own, in at least two dozen places', () => {
    expect(crashPoints().length).toBeGreaterThanOrEqual(24);
  });
});

describe('what arms crash points', () => {
  it('kills at the first pass unless it says otherwise', () => {
    expect(armsIn('a,b:3,c:2:SIGSTOP,d:throw=57P01')).toEqual([
      { name: 'a', pass: 1, action: 'SIGKILL', code: undefined },
      { name: 'b', pass: 3, action: 'SIGKILL', code: undefined },
      { name: 'c', pass: 2, action: 'SIGSTOP', code: undefined },
      { name: 'd', pass: 1, action: 'throw', code: '57P01' },
    ]);
    expect(armsIn('')).toEqual([]);
  });

  it.each(['A', 'a:0', 'a:1:SIGHUP', 'a:1:throw='])('is refused as %s', (text) => {
    expect(() => armsIn(text)).toThrow('is not point[:pass[:action]]');
  });
});

describe('a planted bug', () => {
  const bug = { file: 'a.ts', find: 'x > 0', replace: 'x >= $&' };

  it('replaces the one place that reads so, literally', () => {
    expect(planted(bug, 'if (x > 0) go();')).toBe('if (x >= $&) go();');
  });

  it.each([
    ['nothing', 'if (x) go();'],
    ['more than one place', 'x > 0 || x > 0'],
  ])('is refused when %s reads so', (what, built) => {
    expect(() => planted(bug, built)).toThrow(`a.ts: ${what} reads x > 0`);
  });
});
