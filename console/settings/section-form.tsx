import { useState, type ReactNode } from 'react';
import type { SettingSection } from '../../src/http/api.ts';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';
import { WrongField } from './fields.tsx';
import { useFocusOnWrong, useSave, wrongField } from './use-settings.ts';

interface SectionFormProps<Value> {
  readonly section: SettingSection;
  readonly value: Value;
  /** The console has changed it: then it can go back to the settings file. */
  readonly changed: boolean;
  readonly hasFile: boolean;
  /** What is sent; by default as it stands in the form. */
  readonly tidy?: (value: Value) => unknown;
  readonly title: string;
  readonly lead: string;
  readonly submit?: string;
  readonly onSaved?: () => void;
  readonly children: (value: Value, set: (change: Partial<Value>) => void) => ReactNode;
}

/** A part of the settings: what stands there can be changed, is sent as a whole, and can be taken back. */
export function SectionForm<Value extends object>(props: SectionFormProps<Value>) {
  const { section, value, changed, hasFile, tidy, title, lead, submit, onSaved, children } = props;
  const { settings } = useLanguage().words;
  const [draft, setDraft] = useState<Value | null>(null);
  const save = useSave(section);
  // Not called once somebody has gone on to another page.
  const onSuccess = (): void => {
    setDraft(null);
    onSaved?.();
  };
  const wrong = wrongField(save.error);
  const form = useFocusOnWrong(save.error);
  const shown = draft ?? value;
  return (
    <form
      ref={form}
      className="panel setting"
      id={section}
      aria-labelledby={`${section}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ value: tidy ? tidy(shown) : shown }, { onSuccess });
      }}
    >
      <div>
        <h2 id={`${section}-title`}>
          {title}
          {changed && <span className="badge plain">{settings.changedHere}</span>}
        </h2>
        <p>{lead}</p>
      </div>
      <WrongField value={wrong}>{children(shown, (change) => setDraft({ ...shown, ...change }))}</WrongField>
      {save.isError && <Problem error={save.error} />}
      <div className="row">
        <button type="submit" className="button main" disabled={save.isPending || (draft === null && submit === undefined)}>
          {submit ?? settings.save}
        </button>
        {draft !== null && <span className="faint">{settings.unsaved}</span>}
        {changed && draft === null && (
          <button type="button" className="button quiet" disabled={save.isPending} onClick={() => save.mutate({ value: null })}>
            {hasFile ? settings.asInFile : settings.asByDefault}
          </button>
        )}
      </div>
    </form>
  );
}
