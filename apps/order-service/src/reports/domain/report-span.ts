import { DomainError } from '@app/platform';

/** The days a report is about, both included, as ISO 8601 dates of a time zone. */
export interface ReportSpan {
  readonly from: string;
  readonly to: string;
  /** IANA name. */
  readonly timeZone: string;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** The days do not make a span that can be reported on. 400 `invalid-report-span`. */
export class InvalidReportSpan extends DomainError {
  constructor(pointer: '/from' | '/to', detail: string) {
    super({
      code: 'invalid-report-span',
      kind: 'invalid',
      detail: `${pointer.slice(1)} ${detail}.`,
      errors: [{ in: 'query', pointer, detail }],
    });
  }
}

/** Nobody, or not the database, knows a time zone of this name. 400 `unknown-time-zone`. */
export class UnknownTimeZone extends DomainError {
  constructor(name: string) {
    super({
      code: 'unknown-time-zone',
      kind: 'invalid',
      detail: `There is no time zone ${name}.`,
      errors: [{ in: 'query', pointer: '/tz', detail: 'is not an IANA time zone' }],
    });
  }
}

/**
 * The span that was asked for; what is left out is chosen so that it has 30 days and ends today. Throws
 * `InvalidReportSpan` unless it has 1 to 366 days, and `UnknownTimeZone`.
 */
export function reportSpan(
  { from, to, timeZone }: { from?: string | undefined; to?: string | undefined; timeZone: string },
  now: Date,
): ReportSpan {
  const today = dateIn(timeZone, now);
  const last = to ?? (from !== undefined && from > today ? from : today);
  const span = { from: from ?? daysLater(last, 1 - USUAL_DAYS), to: last, timeZone };
  if (span.to < span.from) throw new InvalidReportSpan('/to', 'must not be before from');
  if (daysLater(span.from, MOST_DAYS - 1) < span.to)
    throw new InvalidReportSpan('/from', `must be at most ${MOST_DAYS} days before the day after to`);
  return span;
}

/** The day it is somewhere. Throws `UnknownTimeZone`. */
function dateIn(timeZone: string, now: Date): string {
  try {
    const format = new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'iso8601',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
    return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  } catch {
    throw new UnknownTimeZone(timeZone);
  }
}

/** The first instant, in milliseconds since 1970, at which a day can begin anywhere. */
export const earliestOf = (date: string): number => Date.parse(date) - DAY_MS;

/** An instant by which a day is over everywhere. */
export const overAfter = (date: string): number => Date.parse(date) + 2 * DAY_MS;

const daysLater = (date: string, days: number): string => {
  const later = Math.max(0, Date.parse(date) + days * DAY_MS);
  return new Date(Math.min(later, Date.parse('9999-12-31'))).toISOString().slice(0, 10);
};
