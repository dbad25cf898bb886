import { useSearch } from '@tanstack/react-router';
import type { Approach, CallSearch, Outcome, Purpose } from '../../src/http/api.ts';

/** What the address of the calls page says about which calls to show. Days are local, as YYYY-MM-DD; both belong to the choice. */
export interface CallsSearch {
  text?: string;
  purpose?: Purpose;
  outcome?: Outcome;
  approach?: Approach;
  from?: string;
  until?: string;
}

/** Reads it, and leaves out what is none; the server looks at the rest. */
export function callsSearch(given: Record<string, unknown>): CallsSearch {
  const text = (key: string): string | undefined => {
    const value = given[key];
    return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
  };
  const day = (key: string): string | undefined => {
    const value = text(key);
    return value !== undefined && isDay(value) ? value : undefined;
  };
  return withoutGaps({
    text: text('text'),
    purpose: text('purpose') as Purpose | undefined,
    outcome: text('outcome') as Outcome | undefined,
    approach: text('approach') as Approach | undefined,
    from: day('from'),
    until: day('until'),
  });
}

/** What the address asks for now. The router hands on what `callsSearch` left out, so it is read once more. */
export function useCallsSearch(): CallsSearch {
  return callsSearch(useSearch({ from: '/calls' }));
}

/** As the server wants it: days as moments, the last one to its end. */
export function asked({ from, until, ...rest }: CallsSearch): CallSearch {
  return {
    ...rest,
    ...(from !== undefined && { from: dayBegin(from, 0) }),
    ...(until !== undefined && { until: dayBegin(until, 1) }),
  };
}

/** The same without what is empty. */
export function withoutGaps(search: { [Key in keyof CallsSearch]: CallsSearch[Key] | undefined }): CallsSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}

function dayBegin(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).getTime();
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, date = 0] = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? text.split('-').map(Number) : [];
  const day = new Date(year, month - 1, date);
  return day.getFullYear() === year && day.getMonth() === month - 1 && day.getDate() === date;
}
