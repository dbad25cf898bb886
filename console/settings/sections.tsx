import type { ConversationSettings, HouseholdSettings, SettingsPage } from '../../src/http/api.ts';
import { useLanguage } from '../language.tsx';
import { CheckRow, ChoiceRow, entriesOf, ListRow, TextRow } from './fields.tsx';
import { SectionForm } from './section-form.tsx';

interface SectionProps {
  readonly page: SettingsPage;
  readonly submit?: string;
  readonly onSaved?: () => void;
}

export function HouseholdSection({ page, ...form }: SectionProps) {
  const { settings } = useLanguage().words;
  const { values } = settings;
  return (
    <SectionForm<HouseholdSettings>
      {...form}
      section="household"
      value={page.household}
      changed={page.changed.includes('household')}
      hasFile={page.hasFile}
      tidy={(value) => ({ ...value, household: value.household?.trim() || null, countryCode: value.countryCode.replace(/^\+|^00/u, '') })}
      title={settings.household.title}
      lead={settings.household.lead}
    >
      {({ household, language, countryCode, timeZone }, set) => (
        <>
          <TextRow field="household" value={household ?? ''} placeholder="Familie Berger" onChange={(text) => set({ household: text })} />
          <ChoiceRow
            field="language"
            value={language}
            options={[
              ['de', values.de],
              ['en', values.en],
            ]}
            onChange={(lang) => set({ language: lang })}
          />
          <TextRow field="countryCode" value={countryCode} required onChange={(code) => set({ countryCode: code })} />
          <TextRow field="timeZone" value={timeZone} required onChange={(zone) => set({ timeZone: zone })} />
        </>
      )}
    </SectionForm>
  );
}

export function ConversationSection({ page, ...form }: SectionProps) {
  const { settings } = useLanguage().words;
  const { values } = settings;
  return (
    <SectionForm<ConversationSettings>
      {...form}
      section="conversation"
      value={page.conversation}
      changed={page.changed.includes('conversation')}
      hasFile={page.hasFile}
      tidy={({ people, wantedCallers, neverWanted, ...rest }) => ({
        ...rest,
        people: entriesOf(people),
        wantedCallers: entriesOf(wantedCallers),
        neverWanted: entriesOf(neverWanted),
      })}
      title={settings.conversation.title}
      lead={settings.conversation.lead}
    >
      {({ approach, wanted, tone, languages, people, wantedCallers, neverWanted, faults }, set) => (
        <>
          <ChoiceRow
            field="approach"
            value={approach}
            options={(['friendly_no', 'empathy', 'redirect', 'rotate'] as const).map((one) => [one, values[one]])}
            onChange={(one) => set({ approach: one })}
          />
          <ChoiceRow
            field="wanted"
            value={wanted}
            options={(['message', 'put_through'] as const).map((one) => [one, values[one]])}
            onChange={(one) => set({ wanted: one })}
          />
          <ListRow field="people" value={people} onChange={(list) => set({ people: list })} />
          <ListRow field="wantedCallers" value={wantedCallers} onChange={(list) => set({ wantedCallers: list })} />
          <ListRow field="neverWanted" value={neverWanted} onChange={(list) => set({ neverWanted: list })} />
          <fieldset>
            <legend>{settings.fields.languages}</legend>
            {(['de', 'en'] as const).map((lang) => (
              <CheckRow
                key={lang}
                field="languages"
                label={values[lang]}
                hint={null}
                checked={languages.includes(lang)}
                onChange={(wants) => set({ languages: wants ? [...languages, lang] : languages.filter((one) => one !== lang) })}
              />
            ))}
            <p className="faint">{settings.hints.languages}</p>
          </fieldset>
          <ChoiceRow
            field="tone"
            value={tone}
            options={(['warm', 'brief'] as const).map((one) => [one, values[one]])}
            onChange={(one) => set({ tone: one })}
          />
          {faults.length > 0 && <p className="faint">{settings.conversation.faults}</p>}
        </>
      )}
    </SectionForm>
  );
}

const KEPT_DAYS = [7, 30, 90, 365];

export function MessagesSection({ page, ...form }: SectionProps) {
  const { settings } = useLanguage().words;
  return (
    <SectionForm
      {...form}
      section="messages"
      value={page.messages}
      changed={page.changed.includes('messages')}
      hasFile={page.hasFile}
      title={settings.messages.title}
      lead={settings.messages.lead}
    >
      {({ keepMessagesDays, keepTranscriptsDays }, set) => {
        const daysWith = (chosen: number | null) =>
          [...new Set([...KEPT_DAYS, ...(chosen ? [chosen] : [])])]
            .toSorted((a, b) => a - b)
            .map((count) => [String(count), settings.values.days(count)] as const);
        return (
          <>
            <ChoiceRow
              field="keepMessagesDays"
              value={String(keepMessagesDays)}
              options={[...daysWith(keepMessagesDays), ['null', settings.values.forever]]}
              onChange={(chosen) => set({ keepMessagesDays: chosen === 'null' ? null : Number(chosen) })}
            />
            <ChoiceRow
              field="keepTranscriptsDays"
              value={String(keepTranscriptsDays)}
              options={[['0', settings.values.forgotten], ...daysWith(keepTranscriptsDays)]}
              onChange={(chosen) => set({ keepTranscriptsDays: Number(chosen) })}
            />
          </>
        );
      }}
    </SectionForm>
  );
}
