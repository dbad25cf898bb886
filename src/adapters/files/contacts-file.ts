import { readFileSync, statSync } from 'node:fs';
import type { Log } from '../../call/log.ts';
import { contactsOf, readContacts, type Contacts } from '../../household/contacts.ts';

/** Largest file that is read: some 50,000 contacts. */
const MAX_BYTES = 4 * 1024 * 1024;

/** `contacts.csv`, read again whenever it has changed; without the file nobody is known. */
export function fileContacts(path: string, countryCode: string, log: Log): Contacts {
  let seen = '';
  let contacts = contactsOf([]);
  function refresh(): void {
    const stamp = stampOf(path);
    if (stamp === seen) return;
    seen = stamp;
    contacts = contactsOf([]);
    if (stamp === '') return;
    try {
      const { contacts: list, problems } = readContacts(readFileSync(path, 'utf8'), countryCode);
      contacts = contactsOf(list, countryCode);
      log.info({ contacts: list.length }, 'contacts read');
      for (const { line, problem } of problems) log.warn({ line, problem }, 'a line of contacts.csv was passed over');
    } catch (error) {
      log.warn({ error: (error as NodeJS.ErrnoException).code }, 'contacts.csv could not be read');
    }
  }
  refresh();
  return {
    nameOf(number) {
      refresh();
      return contacts.nameOf(number);
    },
    isUnwanted: () => false,
  };
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size } = statSync(path);
    return size > MAX_BYTES ? '' : `${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}
