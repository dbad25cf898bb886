import { useState } from 'react';
import type { ChangedField, SettingsChange } from '../../src/http/api.ts';
import { dateAndTime } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useUndo } from './use-settings.ts';

const FIRST_SHOWN = 5;

/** Who changed what, and the way back. */
export function History({ changes }: { changes: readonly SettingsChange[] }) {
  const { words, lang } = useLanguage();
  const { settings } = words;
  const { history } = settings;
  const [all, setAll] = useState(false);
  const undo = useUndo();
  const shown = all ? changes : changes.slice(0, FIRST_SHOWN);
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">{history.title}</h2>
      {changes.length === 0 && <p className="faint">{history.none}</p>}
      <ul className="people history">
        {shown.map((change) => (
          <li key={change.id}>
            <span>
              {titleOf(change.section)}
              <br />
              {change.fields.map((field) => (
                <span key={field.field} className="changed-field">
                  {fieldText(field)}
                </span>
              ))}
              <span className="faint">
                {history.by(change.userName === 'local' ? history.local : change.userName, dateAndTime(lang, change.at))}
              </span>
            </span>
            {change.undoable && (
              <button type="button" className="button quiet" onClick={() => undo(change.id)}>
                {history.undo}
              </button>
            )}
          </li>
        ))}
      </ul>
      {shown.length < changes.length && (
        <button type="button" className="button quiet" onClick={() => setAll(true)}>
          {history.older(changes.length - shown.length)}
        </button>
      )}
    </section>
  );

  function titleOf(section: SettingsChange['section']): string {
    if (section.startsWith('line:')) return history.line(section.slice('line:'.length));
    if (section === 'packs') return words.packs.title;
    return settings[section as 'household' | 'conversation' | 'messages' | 'services' | 'site'].title;
  }

  function fieldText({ field, from, to }: ChangedField): string {
    if (field === 'id') return to === '' ? history.gone : history.came;
    const names: Readonly<Record<string, string>> = settings.fields;
    const label = field
      .split('.')
      .map((part) => names[part] ?? part)
      .join(', ');
    return `${label}: ${valueText(from)} → ${valueText(to)}`;
  }

  function valueText(value: string): string {
    if (value === '') return history.nothing;
    const known = settings.values[value as keyof typeof settings.values];
    return typeof known === 'string' ? known : value;
  }
}
