import { createContext, useContext, useId, type ReactNode } from 'react';
import { useLanguage } from '../language.tsx';

/** Which field of a form the server did not take; null: none. */
export const WrongField = createContext<string | null>(null);

interface RowProps {
  /** As the settings name it; its label and its hint are found by this. */
  readonly field: Field;
  readonly label?: string;
  /** Null: none. */
  readonly hint?: string | null;
}

type Field = keyof ReturnType<typeof useLanguage>['words']['settings']['fields'];

interface RowText {
  readonly id: string;
  readonly label: string;
  readonly hint: string | null;
  /** What is wrong with it; null: nothing. */
  readonly problem: string | null;
  /** What the control needs, so that hint and problem belong to it. */
  readonly attributes: { readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': true | undefined };
}

function useRow({ field, label, hint }: RowProps): RowText {
  const { settings } = useLanguage().words;
  const wrong = useContext(WrongField) === field;
  const id = useId();
  const hints: Readonly<Record<string, string>> = settings.hints;
  const problems: Readonly<Record<string, string>> = settings.wrong;
  const text = hint === null ? null : (hint ?? hints[field] ?? null);
  const described = [text === null ? '' : `${id}-hint`, wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  return {
    id,
    label: label ?? settings.fields[field],
    hint: text,
    problem: wrong ? (problems[field] ?? settings.wrong.other) : null,
    attributes: { 'aria-describedby': described || undefined, 'aria-invalid': wrong || undefined },
  };
}

/** Label, control, hint and what is wrong with it, in one. */
function Row({ row, children }: { row: RowText; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={row.id}>{row.label}</label>
      {children}
      <Notes row={row} />
    </div>
  );
}

function Notes({ row }: { row: RowText }) {
  return (
    <>
      {row.hint !== null && (
        <span id={`${row.id}-hint`} className="faint">
          {row.hint}
        </span>
      )}
      {row.problem !== null && (
        <span id={`${row.id}-wrong`} className="wrong" role="alert">
          {row.problem}
        </span>
      )}
    </>
  );
}

interface TextProps extends RowProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'url' | 'password';
  readonly required?: boolean;
  readonly placeholder?: string;
}

export function TextRow({ value, onChange, type = 'text', required = false, placeholder, ...props }: TextProps) {
  const row = useRow(props);
  return (
    <Row row={row}>
      <input
        id={row.id}
        {...row.attributes}
        type={type}
        value={value}
        required={required}
        placeholder={placeholder}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </Row>
  );
}

interface LongTextProps extends RowProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows: number;
}

export function LongTextRow({ value, onChange, rows, ...props }: LongTextProps) {
  const row = useRow(props);
  return (
    <Row row={row}>
      <textarea
        id={row.id}
        {...row.attributes}
        rows={rows}
        maxLength={20_000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Row>
  );
}

interface NumberProps extends RowProps {
  /** Null: empty. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min: number;
  readonly max: number;
  readonly required?: boolean;
}

export function NumberRow({ value, onChange, min, max, required = true, ...props }: NumberProps) {
  const row = useRow(props);
  return (
    <Row row={row}>
      <input
        id={row.id}
        {...row.attributes}
        className="short"
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        required={required}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.valueAsNumber)}
      />
    </Row>
  );
}

interface ChoiceProps<Value extends string> extends RowProps {
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

export function ChoiceRow<Value extends string>({ value, options, onChange, ...props }: ChoiceProps<Value>) {
  const row = useRow(props);
  return (
    <Row row={row}>
      <select
        id={row.id}
        {...row.attributes}
        value={value}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.target.value);
          if (chosen) onChange(chosen[0]);
        }}
      >
        {options.map(([option, label]) => (
          <option key={option} value={option}>
            {label}
          </option>
        ))}
      </select>
    </Row>
  );
}

interface ListProps extends RowProps {
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** One entry a line; what is typed stays as it is until it is sent. */
export function ListRow({ value, onChange, ...props }: ListProps) {
  const row = useRow(props);
  const { onePerLine } = useLanguage().words.settings;
  return (
    <Row row={{ ...row, label: `${row.label} (${onePerLine})` }}>
      <textarea
        id={row.id}
        {...row.attributes}
        rows={Math.min(8, Math.max(2, value.length + 1))}
        value={value.join('\n')}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value === '' ? [] : event.target.value.split('\n'))}
      />
    </Row>
  );
}

/** Without empty lines and the space around an entry. */
export function entriesOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

interface CheckProps extends RowProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function CheckRow({ checked, onChange, ...props }: CheckProps) {
  const row = useRow(props);
  return (
    <div className="field">
      <label className="choice">
        <input id={row.id} {...row.attributes} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
        {row.label}
      </label>
      <Notes row={row} />
    </div>
  );
}
