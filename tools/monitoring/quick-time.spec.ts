import { ALERTS, yaml } from './files.mjs';
import { inQuickTime } from './quick-time.mjs';

describe('the alerts in quick time', () => {
  const shipped = yaml(ALERTS);
  const quick = inQuickTime(shipped);

  it('ask for the same, with a second for each minute', () => {
    const rules = [
      { alert: 'A', expr: 'max by (job) (waybill_oldest_gap_seconds) > 30', for: '1m' },
      { alert: 'B', expr: 'rate(a_total[5m]) > 0.2 or (b unless b offset 15m)', for: '10m' },
      { alert: 'C', expr: 'nodejs_eventloop_lag_p99_seconds > 0.25' },
    ];
    expect(inQuickTime({ groups: [{ name: 'all', rules }] }).groups[0]?.rules).toEqual([
      { alert: 'A', expr: 'max by (job) (waybill_oldest_gap_seconds) > 0.5', for: '1s' },
      { alert: 'B', expr: 'rate(a_total[5s]) > 0.2 or (b unless b offset 15s)', for: '10s' },
      { alert: 'C', expr: 'nodejs_eventloop_lag_p99_seconds > 0.25' },
    ]);
  });

  it('are those that ship but for times', () => {
    const timeless = (rules: unknown) => JSON.stringify(rules).replaceAll(/\d+(?:\.\d+)?[ms]?/g, '#');
    expect(timeless(quick)).toBe(timeless(shipped));
  });

  it('leave no minute as it was', () => {
    expect(
      JSON.stringify(quick.groups.map(({ rules }) => rules.map(({ expr, for: lasting }) => [expr, lasting]))),
    ).not.toMatch(/\d+[mhd]\b/);
  });
});
