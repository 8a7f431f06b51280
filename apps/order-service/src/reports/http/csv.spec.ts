import { csvOf } from './csv.js';

const cell = (name: string) => csvOf(['name'], [{ name }]).split('\r\n').slice(1).join('\r\n').trimEnd();

describe('a report as CSV', () => {
  it('has a line of names and a line for each row, with only the columns that were asked for', () => {
    expect(
      csvOf(
        ['a', 'b'],
        [
          { a: 1, b: true, c: 'x' },
          { a: 'q"u', b: undefined },
        ],
      ),
    ).toBe('a,b\r\n1,true\r\n"q""u",\r\n');
    expect(csvOf(['a'], [])).toBe('a\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', "=cmd|' /C calc'!A0"])(
    'never begins a cell as a formula: %j',
    (name) => {
      expect(cell(name)).toMatch(/^"?'/);
    },
  );
});
