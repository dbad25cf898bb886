/** A span of wall time, ms since 1970 UTC; `to` is no longer in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** On these weekdays, 1 (Monday) to 7, from one time of day to another; past midnight if it ends before it begins. */
export interface QuietHours {
  readonly days: readonly number[];
  /** Minutes since midnight, 0 to 1439. */
  readonly from: number;
  /** 1 to 1440. */
  readonly to: number;
}

/** Times of quiet that somebody keeps in a calendar. */
export interface QuietCalendar {
  /** The spans that touch the day around `at`, in any order. */
  spans(at: number): readonly Span[];
}

/** When a line wants quiet: no stranger's call lets a phone ring then. */
export interface Quiet {
  /** Wall time at which the quiet of this moment ends; null: there is none. */
  until(at: number): number | null;
}

const DAY_NAMES: ReadonlyMap<string, number> = new Map(
  ['mo mon', 'di tue', 'mi wed', 'do thu', 'fr fri', 'sa sat', 'so sun'].flatMap((names, index) =>
    names.split(' ').map((name) => [name, index + 1] as const),
  ),
);
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const WRITTEN_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_MINUTES = 1440;
/** Whether a calendar stands on the web; else it is a file. */
export function isWebAddress(calendar: string): boolean {
  return /^(https?|webcal):/iu.test(calendar);
}

/** A line that never wants quiet. */
export const NEVER_QUIET: Quiet = { until: () => null };

/** However quiet a calendar is, an end is named that is near. */
const MOST_SPANS = 100;

/**
 * Reads "22:00-07:00", "mo-fr 20:00-07:00" or "sat,sun 13:00-15:00"; days are those on which the quiet begins. Null: it
 * says something else.
 */
export function readQuietHours(text: string): QuietHours | null {
  const match = /^(?:([a-z,-]+)\s+)?(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/u.exec(text.trim().toLowerCase());
  if (!match) return null;
  const days = match[1] === undefined ? EVERY_DAY : daysOf(match[1]);
  const from = minutesOf(match[2], match[3]);
  const to = minutesOf(match[4], match[5]);
  if (days === null || from === null || to === null || from === DAY_MINUTES || from === to) return null;
  return { days, from, to: to === 0 ? DAY_MINUTES : to };
}

/** As `readQuietHours` reads it: "mon,tue 20:00-07:00", without days where it is every day. */
export function writtenQuietHours({ days, from, to }: QuietHours): string {
  const time = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const names = days.length === EVERY_DAY.length ? '' : `${days.map((day) => WRITTEN_DAYS[day - 1]).join(',')} `;
  return `${names}${time(from)}-${time(to % DAY_MINUTES)}`;
}

/** `zone`: an IANA name such as Europe/Berlin. */
export function quiet(hours: readonly QuietHours[], calendar: QuietCalendar | null, zone: string): Quiet {
  return {
    until(at) {
      const spans = [...spansOfHours(hours, at, zone), ...(calendar?.spans(at) ?? [])];
      let end: number | null = null;
      // One span may go over into the next.
      for (let linked = 0; linked < MOST_SPANS; linked++) {
        const moment: number = end ?? at;
        const reached = Math.max(...spans.filter(({ from, to }) => from <= moment && to > moment).map(({ to }) => to));
        if (reached === -Infinity) break;
        end = reached;
      }
      return end;
    },
  };
}

/** Whether a name is one of the IANA time zones that this machine knows. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** On the day before, which may reach into this one, and on the week that follows, as far as spans are linked. */
function spansOfHours(hours: readonly QuietHours[], at: number, zone: string): Span[] {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const spans: Span[] = [];
  for (let ahead = -1; ahead <= 7; ahead++) {
    const day = today.add({ days: ahead });
    for (const { days, from, to } of hours) {
      if (!days.includes(day.dayOfWeek)) continue;
      spans.push({ from: wallTime(day, from, zone), to: wallTime(to <= from ? day.add({ days: 1 }) : day, to, zone) });
    }
  }
  return spans;
}

/** On the day when clocks go forward or back, what a clock on the wall says counts. */
function wallTime(day: Temporal.PlainDate, minutes: number, zone: string): number {
  const date = minutes === DAY_MINUTES ? day.add({ days: 1 }) : day;
  const time = Temporal.PlainTime.from({ hour: Math.floor((minutes % DAY_MINUTES) / 60), minute: minutes % 60 });
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

function daysOf(text: string): number[] | null {
  const days: number[] = [];
  for (const part of text.split(',')) {
    const [first = '', last = first, ...more] = part.split('-');
    const from = DAY_NAMES.get(first);
    const to = DAY_NAMES.get(last);
    if (from === undefined || to === undefined || more.length > 0) return null;
    for (let day = from; ; day = (day % 7) + 1) {
      days.push(day);
      if (day === to) break;
    }
  }
  return days;
}

function minutesOf(hour: string | undefined, minute: string | undefined): number | null {
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= DAY_MINUTES ? minutes : null;
}
