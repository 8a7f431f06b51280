/** A span of every day, over midnight if it ends before it begins. */
export interface QuietHours {
  /** `HH:MM` */
  readonly from: string;
  /** `HH:MM`, not part of it any more. */
  readonly to: string;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
// Clocks are changed by less than this, and never twice within it.
const SEARCH_MINUTES = 3 * 60;

/** The instant at which the quiet hours around `now` are over; undefined when it is not quiet. */
export function endOfQuiet({ from, to, timeZone }: QuietHours, now: Date): Date | undefined {
  const start = minutesOf(from);
  const length = since(start, minutesOf(to));
  const isQuiet = (at: Date): boolean => since(start, minuteOfDay(at, timeZone)) < length;
  if (!isQuiet(now)) return undefined;

  const thisMinute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const left = length - since(start, minuteOfDay(now, timeZone));
  return transition(new Date(thisMinute + left * MINUTE_MS), now, isQuiet);
}

// When clocks are changed meanwhile, the end comes somewhat sooner or later than the count of minutes says.
function transition(guess: Date, now: Date, isQuiet: (at: Date) => boolean): Date {
  const step = isQuiet(guess) ? 1 : -1;
  let end = guess;
  for (let minutes = 0; minutes < SEARCH_MINUTES; minutes++) {
    const next = new Date(end.getTime() + step * MINUTE_MS);
    if (step > 0 && !isQuiet(next)) return next;
    if (step < 0 && (isQuiet(next) || next <= now)) return end;
    end = next;
  }
  return guess;
}

const since = (start: number, minute: number): number => (minute - start + DAY_MINUTES) % DAY_MINUTES;

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

const minuteOfDay = (at: Date, timeZone: string): number =>
  minutesOf(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(at),
  );

/** Whether this runtime knows the time zone by that name; offsets such as `+02:00` are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
