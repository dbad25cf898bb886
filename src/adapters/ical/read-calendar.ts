import ICAL from 'ical.js';
import { isZone, type Span } from '../../household/quiet.ts';

export interface CalendarQuestion {
  /** Spans that touch this one are wanted. */
  readonly window: Span;
  /** Where times without a zone are meant, and where days begin: an IANA name. */
  readonly zone: string;
  /** Only events with this word in their title; null: every one. */
  readonly word: string | null;
}

/** A daily event of 27 years. One that repeats every second since 1970 shall not stop a call. */
const MOST_REPETITIONS = 10_000;
/** Over all events of a calendar. */
const MOST_STEPS = 200_000;

/** Four days hold no more that anybody means: what is handed over stays small. */
const MOST_SPANS = 10_000;

/**
 * The spans of a calendar's events (RFC 5545): repeated ones, moved and cancelled ones among them, whole days from
 * midnight. Null: the text is no calendar. Events that make no sense are passed over. Never throws.
 */
export function readCalendar(text: string, { window, zone, word }: CalendarQuestion): Span[] | null {
  const calendars = calendarsIn(text) ?? calendarsIn(withoutBroken(text));
  if (calendars === null) return null;
  const spans: Span[] = [];
  let steps = MOST_STEPS;
  for (const event of calendars.flatMap(eventsOf)) {
    if (spans.length >= MOST_SPANS) break;
    const end = Math.min(steps, MOST_REPETITIONS);
    try {
      steps -= collect(event, end, window, zone, word, spans);
    } catch {
      // The library throws on dates and rules that contradict themselves.
    }
  }
  return spans;
}

function calendarsIn(text: string): ICAL.Component[] | null {
  try {
    const parsed = ICAL.parse(text) as unknown[];
    const components = (Array.isArray(parsed[0]) ? parsed : [parsed]).map((one) => new ICAL.Component(one as unknown[]));
    const calendars = components.filter(({ name }) => name === 'vcalendar');
    return calendars.length > 0 ? calendars : null;
  } catch {
    return null;
  }
}

/** One broken event makes the library refuse the calendar: the others count all the same. */
function withoutBroken(text: string): string {
  return text.replace(/^BEGIN:VEVENT\r?\n[\s\S]*?^END:VEVENT\r?\n/gimu, (event) =>
    calendarsIn(`BEGIN:VCALENDAR\r\n${event}END:VCALENDAR`) === null ? '' : event,
  );
}

/** Every event once, with the exceptions to its repetitions. */
function eventsOf(calendar: ICAL.Component): ICAL.Event[] {
  const components = calendar.getAllSubcomponents('vevent').filter((component) => component.hasProperty('dtstart'));
  const exceptions = Map.groupBy(
    components.filter((component) => component.hasProperty('recurrence-id')),
    uidOf,
  );
  const events = components
    .filter((component) => !component.hasProperty('recurrence-id'))
    .map((component) => new ICAL.Event(component, { strictExceptions: true, exceptions: exceptions.get(uidOf(component)) ?? [] }));
  return events;
}

function uidOf(component: ICAL.Component): string {
  return String(component.getFirstPropertyValue('uid'));
}

/** Returns how many repetitions were looked at. */
function collect(event: ICAL.Event, most: number, window: Span, zone: string, word: string | null, spans: Span[]): number {
  if (!event.isRecurring()) {
    add(event, event.startDate, event.endDate, window, zone, word, spans);
    return 1;
  }
  const repetitions = event.iterator();
  let seen = 0;
  for (let time = repetitions.next(); time && seen < most; time = repetitions.next()) {
    seen++;
    const { item, startDate, endDate } = event.getOccurrenceDetails(time);
    if (epochOf(startDate, item, 'dtstart', zone) >= window.to && item === event) break;
    add(item, startDate, endDate, window, zone, word, spans);
  }
  return seen;
}

function add(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, window: Span, zone: string, word: string | null, spans: Span[]): void {
  if (String(event.component.getFirstPropertyValue('status')).toUpperCase() === 'CANCELLED') return;
  if (word !== null && !(event.summary ?? '').toLowerCase().includes(word.toLowerCase())) return;
  const span = { from: epochOf(start, event, 'dtstart', zone), to: epochOf(end, event, 'dtend', zone) };
  if (span.to > window.from && span.from < window.to && span.to > span.from) spans.push(span);
}

/** The zone by its name where it is a known one, else as the calendar describes it, else the household's. */
function epochOf(time: ICAL.Time, { component }: ICAL.Event, property: 'dtstart' | 'dtend', zone: string): number {
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toUnixTime() * 1000;
  const named = (component.getFirstProperty(property) ?? component.getFirstProperty('dtstart'))?.getFirstParameter('tzid');
  const described = time.zone !== null && time.zone !== ICAL.Timezone.localTimezone;
  const known = !time.isDate && named !== undefined && isZone(named) ? named : zone;
  if (known === zone && described && !time.isDate) return time.toUnixTime() * 1000;
  const { year, month, day, hour, minute, second } = time;
  return Temporal.PlainDateTime.from({ year, month, day, hour, minute, second }).toZonedDateTime(known).epochMilliseconds;
}
