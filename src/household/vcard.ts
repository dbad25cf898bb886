import { normaliseNumber } from './phone-number.ts';
import type { Contact, ContactsReading } from './contacts.ts';

/**
 * Reads the names and numbers of a vCard file: 3.0 and 4.0 (RFC 2426, RFC 6350), and 2.1 as older telephones write it, with
 * quoted-printable lines. A card without a number is passed over; problems name the line at which a card begins. Never throws.
 */
export function readVCards(text: string, countryCode = '49'): ContactsReading {
  const contacts: Contact[] = [];
  const problems: { line: number; problem: 'no_number' | 'bad_number' }[] = [];
  let card: { line: number; name: string; formatted: string; organisation: string; numbers: string[] } | null = null;
  for (const { line, content } of unfolded(text)) {
    const property = propertyIn(content);
    if (!property) continue;
    const { name, value } = property;
    if (name === 'BEGIN' && /^vcard$/iu.test(value)) card = { line, name: '', formatted: '', organisation: '', numbers: [] };
    if (!card) continue;
    if (name === 'FN') card.formatted = value;
    if (name === 'N') card.name = namedIn(value);
    if (name === 'ORG') card.organisation = fieldsOf(value)[0] ?? '';
    if (name === 'TEL') card.numbers.push(value.replace(/^tel:/iu, '').replace(/;.*$/u, ''));
    if (name !== 'END') continue;
    const called = (card.formatted || card.name || card.organisation).trim();
    const numbers = card.numbers.map((one) => normaliseNumber(one, countryCode));
    if (numbers.length === 0) problems.push({ line: card.line, problem: 'no_number' });
    for (const number of numbers) {
      if (number === null) problems.push({ line: card.line, problem: 'bad_number' });
      else contacts.push({ name: called, number });
    }
    card = null;
  }
  return { contacts, problems };
}

/** Lines with their continuations: after a break and a blank (RFC 6350, 3.2), or after the `=` that ends a quoted-printable line. */
function unfolded(text: string): { line: number; content: string }[] {
  const lines: { line: number; content: string }[] = [];
  for (const [index, content] of text
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .entries()) {
    const last = lines.at(-1);
    if (last && /^[ \t]/u.test(content)) last.content += content.slice(1);
    else if (last?.content.endsWith('=') && /QUOTED-PRINTABLE/iu.test(last.content)) last.content = last.content.slice(0, -1) + content;
    else lines.push({ line: index + 1, content });
  }
  return lines;
}

function propertyIn(content: string): { name: string; value: string } | null {
  const colon = content.indexOf(':');
  if (colon < 0) return null;
  const [named = '', ...parameters] = content.slice(0, colon).split(';');
  const raw = content.slice(colon + 1);
  const quoted = parameters.some((parameter) => /QUOTED-PRINTABLE/iu.test(parameter));
  return { name: named.replace(/^.*\./u, '').toUpperCase(), value: unescaped(quoted ? fromQuotedPrintable(raw) : raw) };
}

function unescaped(value: string): string {
  return value.replaceAll(/\\n/giu, ' ').replaceAll(/\\([,:\\])/gu, '$1');
}

/** UTF-8 is what telephones write in it, whatever they call it. */
function fromQuotedPrintable(value: string): string {
  const bytes = value.replaceAll(/=([\dA-F]{2})/giu, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Family name; given name; further names; prefix; suffix. */
function namedIn(value: string): string {
  const [family = '', given = ''] = fieldsOf(value);
  return `${given} ${family}`.trim();
}

function fieldsOf(value: string): string[] {
  return value.split(/(?<!\\);/u).map((field) => field.replaceAll('\\;', ';').trim());
}
