import { normaliseNumber } from './phone-number.ts';

export interface Contact {
  readonly name: string;
  /** As `normaliseNumber` gives it. */
  readonly number: string;
}

/** Who is who, by number. */
export interface Contacts {
  /** The name of somebody welcome, by their number as signalled, or null. */
  nameOf(number: string): string | null;
  /** True for a number that the household said it does not want. */
  isUnwanted(number: string): boolean;
}

export interface ContactsReading {
  readonly contacts: readonly Contact[];
  /** Lines that were passed over, and why; numbered from 1. */
  readonly problems: readonly { readonly line: number; readonly problem: 'no_number' | 'bad_number' }[];
}

/**
 * Reads contacts: a name and a number per line, parted by comma, semicolon or tab, quoted where need be; one name may
 * have several numbers. A heading, empty lines and lines that begin with # are passed over. Never throws.
 */
export function readContacts(text: string, countryCode = '49'): ContactsReading {
  const contacts: Contact[] = [];
  const problems: { line: number; problem: 'no_number' | 'bad_number' }[] = [];
  text
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .forEach((row, index) => {
      if (row.trim() === '' || row.startsWith('#')) return;
      const [name = '', ...numbers] = fieldsOf(row);
      const written = numbers.filter((number) => number !== '');
      if (written.length === 0) return void problems.push({ line: index + 1, problem: 'no_number' });
      for (const one of written) {
        const number = normaliseNumber(one, countryCode);
        if (number !== null) contacts.push({ name, number });
        else if (index > 0) problems.push({ line: index + 1, problem: 'bad_number' });
      }
    });
  return { contacts, problems };
}

function fieldsOf(row: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < row.length; i++) {
    const char = row.charAt(i);
    if (quoted && char === '"' && row.charAt(i + 1) === '"') {
      field += '"';
      i++;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && /[,;\t]/u.test(char)) {
      fields.push(field.trim());
      field = '';
    } else field += char;
  }
  return [...fields, field.trim()];
}

/** Looks numbers up in a list. */
export function contactsOf(list: readonly Contact[], countryCode = '49'): Contacts {
  const names = new Map(list.map((contact) => [contact.number, contact.name]));
  return {
    nameOf(number) {
      const normalised = normaliseNumber(number, countryCode);
      return normalised === null ? null : (names.get(normalised) ?? null);
    },
    isUnwanted: () => false,
  };
}
