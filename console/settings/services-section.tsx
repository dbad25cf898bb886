import { useMutation } from '@tanstack/react-query';
import type { Purpose, ServiceCheckReply, ServicesSettings, ServiceSettings, SettingsPage } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { seconds } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { CheckRow, NumberRow, TextRow } from './fields.tsx';
import { SectionForm } from './section-form.tsx';

type Service = keyof ServicesSettings;

const BEGINNING: Readonly<Record<Service, ServiceSettings>> = {
  languageModel: { url: 'http://localhost:11434/v1', model: '', deadlineMs: 1_500 },
  speechToText: { url: 'http://localhost:8000/v1', model: '', deadlineMs: 2_000 },
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
          {(['speechToText', 'languageModel'] as const).map((service) => (
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

interface ServiceFieldsProps {
  readonly service: Service;
  readonly value: ServiceSettings | null;
  readonly hasKey: boolean;
  readonly onChange: (value: ServiceSettings | null) => void;
}

function ServiceFields({ service, value, hasKey, onChange }: ServiceFieldsProps) {
  const { lang, words } = useLanguage();
  const { services, fields, hints } = words.settings;
  const check = useMutation({ mutationFn: (settings: ServiceSettings) => api.checkService({ service, lang, settings }) });
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
            min={service === 'speechToText' ? 200 : 100}
            max={service === 'speechToText' ? 2_000 : 10_000}
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
    return services.heardPurpose(words.call.purpose[reply.heard as Purpose], time);
  }
}
