import { useState } from 'react';
import type { LineSettings, SettingSection } from '../../src/http/api.ts';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';
import { CheckRow, ChoiceRow, entriesOf, ListRow, NumberRow, TextRow, WrongField } from './fields.tsx';
import { useFocusOnWrong, useSave, wrongField } from './use-settings.ts';

type Kind = 'fritzbox' | 'provider' | 'pbx';

const FRESH: LineSettings = {
  registrar: 'fritz.box',
  transport: 'udp',
  username: '',
  fritzbox: true,
  mode: 'after_ringing',
  guarded: [],
  answerAfterSeconds: 20,
  phones: [],
  ringPhones: 'together',
  ringPhonesSeconds: 25,
  repeatCallMinutes: 3,
  quietHours: [],
  quietForKnown: 'ring',
};

/** A line that is connected for the first time: which kind it is says what has to be entered. */
export function NewLine({ taken, onSaved }: { taken: readonly string[]; onSaved: (id: string) => void }) {
  const { settings } = useLanguage().words;
  const { lines } = settings;
  const [kind, setKind] = useState<Kind>('fritzbox');
  const [id, setId] = useState(() => freeName('fritzbox', taken));
  const steps = { fritzbox: lines.fritzboxSteps, provider: lines.providerSteps, pbx: lines.pbxSteps }[kind];
  return (
    <>
      <div className="panel narrow" role="radiogroup" aria-labelledby="line-kind">
        <h2 id="line-kind">{lines.kind}</h2>
        <div>
          {(['fritzbox', 'provider', 'pbx'] as const).map((one) => (
            <label key={one} className="choice">
              <input
                type="radio"
                name="kind"
                checked={kind === one}
                onChange={() => {
                  setKind(one);
                  setId(freeName(one, taken));
                }}
              />
              {lines[one]}
            </label>
          ))}
        </div>
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      <LineForm
        key={kind}
        section={`line:${id}`}
        value={{ ...FRESH, fritzbox: kind === 'fritzbox', registrar: kind === 'fritzbox' ? 'fritz.box' : '' }}
        name={{ id, onChange: setId }}
        submit={lines.connect}
        said={lines.connected(id)}
        onSaved={() => onSaved(id)}
      />
    </>
  );
}

function freeName(kind: Kind, taken: readonly string[]): string {
  const free = (nth: number): string => (nth === 1 ? kind : `${kind}-${nth}`);
  let nth = 1;
  while (taken.includes(free(nth))) nth++;
  return free(nth);
}

interface LineFormProps {
  readonly section: SettingSection;
  readonly value: LineSettings;
  /** Of a new line. */
  readonly name?: { readonly id: string; readonly onChange: (id: string) => void };
  readonly submit: string;
  readonly said?: string;
  readonly onSaved?: () => void;
}

/** What a line needs first, and behind a click all else that it can have. */
export function LineForm({ section, value, name, submit, said, onSaved }: LineFormProps) {
  const { settings } = useLanguage().words;
  const { lines } = settings;
  const [draft, setDraft] = useState<LineSettings | null>(null);
  const save = useSave(section);
  const onSuccess = (): void => {
    setDraft(null);
    onSaved?.();
  };
  const form = useFocusOnWrong(save.error);
  const line = draft ?? value;
  const set = (change: Partial<LineSettings>): void => setDraft({ ...line, ...change });
  const wrong = wrongField(save.error);
  return (
    <form
      ref={form}
      className="panel setting"
      aria-label={name ? lines.addTitle : submit}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ value: tidy(line), ...(said !== undefined && { said }) }, { onSuccess });
      }}
    >
      <WrongField value={wrong}>
        <TextRow field="registrar" value={line.registrar} required onChange={(registrar) => set({ registrar })} />
        <TextRow field="username" value={line.username} required onChange={(username) => set({ username })} />
        <TextRow
          field="password"
          type="password"
          value={line.password ?? ''}
          required={name !== undefined}
          hint={name ? null : lines.passwordKept}
          onChange={(password) => set({ password })}
        />
        {!name && <HowAnswered line={line} set={set} setDraft={setDraft} />}
        <details open={wrong !== null && !NEEDED.has(wrong)}>
          <summary>{settings.more}</summary>
          {name && <TextRow field="id" value={name.id} required onChange={name.onChange} />}
          {name && <HowAnswered line={line} set={set} setDraft={setDraft} />}
          <Rare line={line} set={set} />
        </details>
      </WrongField>
      {save.isError && <Problem error={save.error} />}
      <div className="row">
        <button type="submit" className="button main" disabled={save.isPending || (draft === null && name === undefined)}>
          {submit}
        </button>
        {draft !== null && name === undefined && <span className="faint">{settings.unsaved}</span>}
      </div>
    </form>
  );
}

/** What nobody can connect without; all else is right for most. */
const NEEDED: ReadonlySet<string> = new Set(['registrar', 'username', 'password']);

interface FieldsProps {
  readonly line: LineSettings;
  readonly set: (change: Partial<LineSettings>) => void;
}

function HowAnswered({ line, set, setDraft }: FieldsProps & { readonly setDraft: (line: LineSettings) => void }) {
  const { lines, values } = useLanguage().words.settings;
  return (
    <>
      <ChoiceRow
        field="mode"
        value={line.mode}
        options={(['after_ringing', 'anteroom', 'guard'] as const).map((one) => [one, values[one]])}
        onChange={(mode) => set({ mode })}
      />
      {line.mode === 'after_ringing' && (
        <NumberRow
          field="answerAfterSeconds"
          min={0}
          max={120}
          value={line.answerAfterSeconds}
          onChange={(seconds) => set({ answerAfterSeconds: seconds ?? 0 })}
        />
      )}
      {line.mode === 'guard' && <ListRow field="guarded" value={line.guarded} onChange={(guarded) => set({ guarded })} />}
      {line.mode === 'anteroom' && (
        <CheckRow
          field="whenOff"
          label={lines.whenOff}
          hint={lines.whenOffHint}
          checked={line.whenOff !== undefined}
          onChange={(confirmed) => {
            const { whenOff: _before, ...rest } = line;
            setDraft(confirmed ? { ...rest, whenOff: 'mailbox_answers' } : rest);
          }}
        />
      )}
      <ListRow field="phones" value={line.phones} onChange={(phones) => set({ phones })} />
      <ListRow field="quietHours" value={line.quietHours} onChange={(quietHours) => set({ quietHours })} />
    </>
  );
}

function Rare({ line, set }: FieldsProps) {
  const { values } = useLanguage().words.settings;
  return (
    <>
      <CheckRow field="fritzbox" checked={line.fritzbox} onChange={(fritzbox) => set({ fritzbox })} />
      <ChoiceRow
        field="transport"
        value={line.transport}
        options={(['udp', 'tcp', 'tls'] as const).map((one) => [one, values[one]])}
        onChange={(transport) => set({ transport })}
      />
      <NumberRow
        field="port"
        min={1}
        max={65_535}
        required={false}
        value={line.port ?? null}
        onChange={(port) => set({ port: port ?? undefined })}
      />
      <TextRow field="ownNumber" value={line.ownNumber ?? ''} onChange={(ownNumber) => set({ ownNumber })} />
      <ChoiceRow
        field="ringPhones"
        value={line.ringPhones}
        options={(['together', 'in_turn'] as const).map((one) => [one, values[one]])}
        onChange={(ringPhones) => set({ ringPhones })}
      />
      <NumberRow
        field="ringPhonesSeconds"
        min={5}
        max={120}
        value={line.ringPhonesSeconds}
        onChange={(seconds) => set({ ringPhonesSeconds: seconds ?? 0 })}
      />
      <NumberRow
        field="repeatCallMinutes"
        min={0}
        max={60}
        value={line.repeatCallMinutes}
        onChange={(minutes) => set({ repeatCallMinutes: minutes ?? 0 })}
      />
      <ChoiceRow
        field="quietForKnown"
        value={line.quietForKnown}
        options={[
          ['ring', values.ring],
          ['message', values.quietMessage],
        ]}
        onChange={(quietForKnown) => set({ quietForKnown })}
      />
    </>
  );
}

/** Without what is empty; only the mode at hand keeps what belongs to a mode. */
function tidy({ password, ownNumber, whenOff, port, ...line }: LineSettings): LineSettings {
  return {
    ...line,
    registrar: line.registrar.trim(),
    guarded: line.mode === 'guard' ? entriesOf(line.guarded) : [],
    phones: entriesOf(line.phones),
    quietHours: entriesOf(line.quietHours),
    ...(port !== undefined && { port }),
    ...(password !== undefined && password !== '' && { password }),
    ...(ownNumber !== undefined && ownNumber.trim() !== '' && { ownNumber: ownNumber.trim() }),
    ...(line.mode === 'anteroom' && whenOff !== undefined && { whenOff }),
  };
}
