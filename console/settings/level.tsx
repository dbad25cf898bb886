import { useQuery } from '@tanstack/react-query';
import { api } from '../api-client.ts';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';

type Part = 'name' | 'password' | 'line' | 'words' | 'contacts';
export type Level = Readonly<Record<Part, boolean>>;

const PARTS: readonly Part[] = ['line', 'name', 'password', 'contacts', 'words'];

/** What of the setting up is done; null: not known yet. */
export function useLevel(): Level | null {
  const { data } = useServer();
  const callers = useQuery({ queryKey: ['callers'], queryFn: api.callers });
  if (!data || !callers.data) return null;
  return {
    name: data.household !== null,
    password: data.passwordSet,
    line: data.lines.some(({ state }) => state === 'registered'),
    words: data.hearsWords,
    contacts: callers.data.some(({ welcome }) => welcome === 'wanted'),
  };
}

/** How far it is set up, said as it is. */
export function LevelList({ level }: { level: Level }) {
  const { setup } = useLanguage().words.settings;
  return (
    <ul className="level">
      {PARTS.map((part) => (
        <li key={part} className={level[part] ? 'done' : 'open'}>
          <span className="level-mark" role="img" aria-label={level[part] ? setup.yes : setup.no} />
          {setup.level[part][level[part] ? 0 : 1]}
        </li>
      ))}
    </ul>
  );
}
