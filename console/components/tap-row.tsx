import type { Parting } from '../../src/http/api.ts';
import { useLanguage } from '../language.tsx';

/** How a call can have parted, the kindest first. */
export const PARTINGS: readonly Parting[] = ['kindly', 'neither', 'hard'];

interface TapRowProps<Value> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly name: string }[];
  readonly chosen: Value | null | undefined;
  readonly disabled?: boolean;
  readonly onTap: (value: Value) => void;
}

/** One of a few, with a tap. */
export function TapRow<Value>({ label, options, chosen, disabled, onTap }: TapRowProps<Value>) {
  return (
    <div className="mood" role="group" aria-label={label}>
      <span className="mood-when">{label}</span>
      {options.map(({ value, name }) => (
        <button
          key={name}
          type="button"
          className="button small"
          aria-pressed={chosen === value}
          disabled={disabled}
          onClick={() => onTap(value)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

export type When = 'before' | 'after';

interface MoodRowsProps {
  readonly mood: Readonly<Record<When, number | null>> | undefined;
  readonly disabled?: boolean;
  readonly onTap: (when: When, value: number) => void;
}

/** How one felt before and after, from 1 (heavy) to 5 (light). */
export function MoodRows({ mood, disabled, onTap }: MoodRowsProps) {
  const { ofCall } = useLanguage().words.evidence;
  const options = ofCall.mood.map((name, index) => ({ value: index + 1, name }));
  return (['before', 'after'] as const).map((when) => (
    <TapRow
      key={when}
      label={ofCall[when]}
      options={options}
      chosen={mood?.[when]}
      disabled={disabled}
      onTap={(value) => onTap(when, value)}
    />
  ));
}
