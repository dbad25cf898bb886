import { useMutation } from '@tanstack/react-query';
import type { Purpose, ServiceCheckReply, ServicesSettings, ServiceSettings, SettingsPage, VoiceSettings } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { seconds } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { CheckRow, NumberRow, TextRow } from './fields.tsx';
import { SectionForm } from './section-form.tsx';

type Service = keyof ServicesSettings;

const BEGINNING: { readonly [One in Service]: NonNullable<ServicesSettings[One]> } = {
  languageModel: { url: 'http://localhost:11434/v1', model: '', deadlineMs: 1_500 },
  speechToText: { url: 'http://localhost:8000/v1', model: '', deadlineMs: 2_000 },
  textToSpeech: { url: 'http://localhost:8880/v1', model: '', deadlineMs: 4_000, voice: { de: '', en: '' } },
};

/** How long each may be waited for, in ms. */
const DEADLINES: Readonly<Record<Service, readonly [least: number, most: number]>> = {
  languageModel: [100, 10_000],
  speechToText: [200, 2_000],
  textToSpeech: [200, 10_000],
};

/** What makes words of sound, and what helps to understand them: both somewhere else than in this program. */
export function ServicesSection({ page, services }: { page: SettingsPage; services: ServicesSettings }) {
  const { settings } = useLanguage().words;
  return (
    <SectionForm<ServicesSettings>
      section="services"
      value={services}
      changed={page.changed.includes('services')}
      hasFile={page.hasFile}
      title={settings.services.title}
      lead={settings.services.lead}
    >
      {(value, set) => (
        <>
          {(['speechToText', 'languageModel', 'textToSpeech'] as const).map((service) => (
            <ServiceFields
              key={service}
              service={service}
              value={value[service]}
              hasKey={page.hasKey[service]}
              onChange={(changed) => set({ [service]: changed })}
            />
          ))}
        </>
      )}
    </SectionForm>
  );
}

function VoiceFields({ voice, onChange }: { voice: VoiceSettings['voice']; onChange: (voice: VoiceSettings['voice']) => void }) {
  return (
    <>
      <TextRow field="voiceDe" value={voice.de} required onChange={(de) => onChange({ ...voice, de })} />
      <TextRow field="voiceEn" value={voice.en} required onChange={(en) => onChange({ ...voice, en })} />
    </>
  );
}

interface ServiceFieldsProps {
  readonly service: Service;
  readonly value: (ServiceSettings & Partial<VoiceSettings>) | null;
  readonly hasKey: boolean;
  readonly onChange: (value: (ServiceSettings & Partial<VoiceSettings>) | null) => void;
}

function ServiceFields({ service, value, hasKey, onChange }: ServiceFieldsProps) {
  const { lang, words } = useLanguage();
  const { services, fields, hints } = words.settings;
  const check = useMutation({
    mutationFn: (settings: ServiceSettings & Partial<VoiceSettings>) => api.checkService({ service, lang, settings }),
  });
  return (
    <fieldset className="service">
      <legend>{services[service]}</legend>
      <CheckRow
        field={service}
        label={services.use}
        hint={services[`${service}Hint`]}
        checked={value !== null}
        onChange={(use) => onChange(use ? BEGINNING[service] : null)}
      />
      {value && (
        <>
          <TextRow field="url" type="url" value={value.url} required onChange={(url) => onChange({ ...value, url })} />
          <TextRow field="model" value={value.model} required onChange={(model) => onChange({ ...value, model })} />
          {value.voice && <VoiceFields voice={value.voice} onChange={(voice) => onChange({ ...value, voice })} />}
          <TextRow
            field="apiKey"
            type="password"
            label={services.key}
            hint={hasKey ? services.keyThere : services.keyNone}
            value={value.apiKey ?? ''}
            onChange={(apiKey) => {
              const { apiKey: _before, ...rest } = value;
              onChange(apiKey === '' ? rest : { ...rest, apiKey });
            }}
          />
          <NumberRow
            field="deadlineMs"
            label={fields.deadlineMs}
            hint={hints.deadlineMs}
            min={DEADLINES[service][0]}
            max={DEADLINES[service][1]}
            value={value.deadlineMs}
            onChange={(deadlineMs) => onChange({ ...value, deadlineMs: deadlineMs ?? 0 })}
          />
          <div className="row">
            <button
              type="button"
              className="button quiet"
              disabled={check.isPending || value.model === ''}
              onClick={() => check.mutate(value)}
            >
              {check.isPending ? services.checking : services.check}
            </button>
            <span role="status">{check.data && resultText(check.data)}</span>
          </div>
          {check.isError && <Problem error={check.error} />}
        </>
      )}
    </fieldset>
  );

  function resultText(reply: ServiceCheckReply): string {
    if (!reply.ok) return services.problem[reply.problem];
    const time = seconds(lang, Math.max(100, reply.ms));
    if (service === 'speechToText') return services.heardWords(reply.heard, time);
    if (service === 'textToSpeech') return services.heardVoice(seconds(lang, Number(reply.heard)), time);
    return services.heardPurpose(words.call.purpose[reply.heard as Purpose], time);
  }
}
