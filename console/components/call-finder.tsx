import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { useLanguage } from '../language.tsx';
import { useCallsSearch, withoutGaps, type CallsSearch } from './calls-search.ts';

/** A search waits until nobody has typed for so long. */
const TYPING_PAUSE_MS = 250;

/** Search and choice of calls; what is chosen stands in the address. */
export function CallFinder() {
  const { words } = useLanguage();
  const search = useCallsSearch();
  const navigate = useNavigate({ from: '/calls' });
  const choose = (change: { [Key in keyof CallsSearch]: CallsSearch[Key] | undefined }): void =>
    void navigate({ search: (before) => withoutGaps({ ...before, ...change }), replace: true });
  const { purpose, outcome, approach, from, until } = search;
  const narrowed = [purpose, outcome, approach, from, until].some((one) => one !== undefined);
  return (
    <search className="finder">
      <Text text={search.text ?? ''} onText={(text) => choose({ text: text === '' ? undefined : text })} />
      <details open={narrowed}>
        <summary>{words.journal.filters}</summary>
        <div className="finder-choices">
          <Choice
            label={words.journal.purpose}
            names={words.call.purpose}
            value={purpose}
            onChoice={(value) => choose({ purpose: value })}
          />
          <Choice
            label={words.journal.outcome}
            names={words.journal.outcomes}
            value={outcome}
            onChoice={(value) => choose({ outcome: value })}
          />
          <Choice
            label={words.journal.approach}
            names={words.journal.approaches}
            value={approach}
            onChoice={(value) => choose({ approach: value })}
          />
          <Day label={words.journal.from} value={from} onDay={(day) => choose({ from: day })} />
          <Day label={words.journal.until} value={until} onDay={(day) => choose({ until: day })} />
        </div>
      </details>
    </search>
  );
}

function Text({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { words } = useLanguage();
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return;
    const pause = setTimeout(() => onText(typed.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(pause);
  });
  return (
    <Labelled label={words.journal.search}>
      {(id) => (
        <input
          id={id}
          type="search"
          value={typed}
          maxLength={100}
          placeholder={words.journal.searchHint}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </Labelled>
  );
}

function Choice<Name extends string>(choice: {
  label: string;
  names: Readonly<Record<Name, string>>;
  value: Name | undefined;
  onChoice: (value: Name | undefined) => void;
}) {
  const { words } = useLanguage();
  const names = Object.entries<string>(choice.names) as [Name, string][];
  return (
    <Labelled label={choice.label}>
      {(id) => (
        <select
          id={id}
          value={choice.value ?? ''}
          onChange={(event) => choice.onChoice(names.find(([name]) => name === event.target.value)?.[0])}
        >
          <option value="">{words.journal.any}</option>
          {names.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function Day({ label, value, onDay }: { label: string; value: string | undefined; onDay: (day: string | undefined) => void }) {
  return (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          type="date"
          value={value ?? ''}
          onChange={(event) => onDay(event.target.value === '' ? undefined : event.target.value)}
        />
      )}
    </Labelled>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </p>
  );
}
