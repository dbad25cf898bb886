import type { CallSearch, CallSummary } from './store.ts';

type Caller = Pick<CallSummary, 'contactName' | 'callerName' | 'callerNumber' | 'company'>;

/** What a search looks through: the caller's names and company in lower case, and the digits of the number. */
export function searchedText({ contactName, callerName, callerNumber, company }: Caller): string {
  const names = [contactName, callerName, company].filter((name) => name !== null);
  return `${names.join(' ').normalize('NFC').toLowerCase()} ${digitsOf(callerNumber ?? '')}`.trim();
}

/** What has to be in that text: words, or the digits of a number, whose leading zeros and plus sign may differ. */
export function searchedFor(text: string): string[] {
  const wanted = text.normalize('NFC').toLowerCase().trim();
  if (/^[\d\s+()/.-]+$/u.test(wanted)) {
    const digits = digitsOf(wanted).replace(/^0+/u, '');
    return digits === '' ? [] : [digits];
  }
  return wanted.split(/\s+/u).filter((word) => word !== '');
}

/** Whether a call is one that is searched for. */
export function callMatches(call: CallSummary, { text = '', purpose, outcome, approach, from, until }: CallSearch): boolean {
  const searched = searchedText(call);
  return (
    searchedFor(text).every((one) => searched.includes(one)) &&
    (purpose === undefined || call.purpose === purpose) &&
    (outcome === undefined || call.outcome === outcome) &&
    (approach === undefined || call.approach === approach) &&
    (from === undefined || call.startedAt >= from) &&
    (until === undefined || call.startedAt < until)
  );
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/gu, '');
}
