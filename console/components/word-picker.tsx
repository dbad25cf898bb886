import { useState } from 'react';
import { useLanguage } from '../language.tsx';

interface WordPickerProps {
  readonly label: string;
  readonly chosen: readonly string[];
  readonly lists: readonly { readonly name: string | null; readonly words: readonly string[] }[];
  readonly onChange: (chosen: readonly string[]) => void;
}

const MOST = 30;
const LONGEST = 60;

/** Words at hand to tap, and room for one's own. */
export function WordPicker({ label, chosen, lists, onChange }: WordPickerProps) {
  const { reflection } = useLanguage().words;
  const [own, setOwn] = useState('');
  const toggle = (word: string): void => {
    if (chosen.includes(word)) onChange(chosen.filter((one) => one !== word));
    else if (chosen.length < MOST) onChange([...chosen, word]);
  };
  const addOwn = (): void => {
    const word = own.trim();
    if (word !== '' && !chosen.includes(word)) toggle(word);
    setOwn('');
  };
  return (
    <fieldset className="words">
      <legend>{label}</legend>
      <p className="row" aria-live="polite">
        {chosen.map((word) => (
          <button key={word} type="button" className="chip chosen" aria-label={reflection.removeWord(word)} onClick={() => toggle(word)}>
            {word} ×
          </button>
        ))}
      </p>
      <div className="word-lists">
        {lists.map(({ name, words }) => (
          <details key={name ?? words[0]} open={lists.length === 1}>
            <summary>{name ?? words.slice(0, 3).join(', ')}</summary>
            <div className="row">
              {words.map((word) => (
                <button key={word} type="button" className="chip" aria-pressed={chosen.includes(word)} onClick={() => toggle(word)}>
                  {word}
                </button>
              ))}
            </div>
          </details>
        ))}
      </div>
      <div className="row">
        <input
          aria-label={`${label}: ${reflection.ownWord}`}
          placeholder={reflection.ownWord}
          value={own}
          maxLength={LONGEST}
          onChange={(event) => setOwn(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            addOwn();
          }}
        />
        <button type="button" className="button small" disabled={own.trim() === ''} onClick={addOwn}>
          {reflection.addWord}
        </button>
      </div>
    </fieldset>
  );
}
