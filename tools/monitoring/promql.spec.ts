import { namesIn, problemsOf } from './promql.mjs';

describe('the names in a query', () => {
  it('are its metrics, the labels they are chosen by, and those that results are grouped by', () => {
    const query =
      'sum by (job, le) (rate(a_total{code="x{y}", job=~"$job"}[5m])) / on (job) b offset 15m > 1.5e3 unless c == inf';

    expect(namesIn(query)).toEqual({
      selected: [
        { metric: 'a_total', labels: ['code', 'job'] },
        { metric: 'b', labels: [] },
        { metric: 'c', labels: [] },
      ],
      grouped: ['job', 'le', 'job'],
    });
  });

  it.each([
    ['gone', '', ['gone is exported by nobody']],
    ['known{wrong="x"}', '', ['known has no label wrong']],
    ['sum by (wrong) (known)', '', ['there is no label wrong']],
    ['known', '{{wrong}} and {{ $labels.job | title }}', ['there is no label wrong']],
    ['max by (job) (known{job="x"})', '{{job}}', []],
  ])('are missed when nobody has them: %s', (query, shown, problems) => {
    expect(problemsOf(new Map([['known', new Set(['job'])]]), query, shown)).toEqual(problems);
  });
});
