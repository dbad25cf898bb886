import { useMutation } from '@tanstack/react-query';
import type { LiveCall, OfferedSentence, SalesApproach } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { useLanguage } from '../language.tsx';
import { Problem } from './problem.tsx';
import { useToast } from './toast.tsx';

const APPROACHES: readonly SalesApproach[] = ['friendly_no', 'empathy', 'redirect'];

/** Why the attendant does what it does, what comes next, and what a person may have it say instead. */
export function LiveLead({ call }: { call: LiveCall }) {
  const { words } = useLanguage();
  const { phone } = words;
  const show = useToast();
  const say = useMutation({
    mutationFn: (wish: OfferedSentence) => api.sayNext(call.id, { say: wish }),
    onSuccess: () => show({ text: phone.saidSoon }),
  });
  const change = useMutation({
    mutationFn: (approach: SalesApproach) => api.changeApproach(call.id, { approach }),
    onSuccess: () => show({ text: phone.approachChanged }),
  });
  const { lead } = call;
  if (!lead || !call.state.answered || call.state.phones === 'connected') return null;
  return (
    <section className="panel lead-panel" aria-label={phone.why}>
      <dl>
        {lead.reason !== null && (
          <div>
            <dt>{phone.why}</dt>
            <dd>{phone.reason[lead.reason]}</dd>
          </div>
        )}
        <div>
          <dt>{phone.next}</dt>
          <dd aria-live="polite">{lead.stage === null ? phone.nextWithoutWords : phone.nextStep[lead.stage]}</dd>
        </div>
      </dl>
      {lead.offers.length > 0 && (
        <div className="row" role="group" aria-label={phone.say}>
          <span>{phone.say}:</span>
          {lead.offers.map((wish) => (
            <button key={wish} type="button" className="button small" disabled={say.isPending} onClick={() => say.mutate(wish)}>
              {phone.sayWhat[wish]}
            </button>
          ))}
        </div>
      )}
      {lead.offers.length > 0 && lead.approach !== null && (
        <label className="field">
          <span>{phone.approach}</span>
          <select
            value={lead.approach}
            onChange={(event) => {
              const chosen = APPROACHES.find((one) => one === event.target.value);
              if (chosen) change.mutate(chosen);
            }}
          >
            {APPROACHES.map((one) => (
              <option key={one} value={one}>
                {phone.approachOf[one]}
              </option>
            ))}
          </select>
        </label>
      )}
      {call.words.length > 0 && (
        <div>
          <h3>{phone.callerWords}</h3>
          <ul className="caller-words" aria-live="polite">
            {call.words.map(({ atMs, words: said }) => (
              <li key={`${atMs} ${said}`} className="bubble caller">
                {said}
              </li>
            ))}
          </ul>
        </div>
      )}
      {(say.isError || change.isError) && <Problem error={say.error ?? change.error ?? new Error('say')} />}
    </section>
  );
}
