import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LiveCall } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';

type Situation = 'sells' | 'insists' | 'upset' | 'data' | 'kind' | 'unclear';

const SITUATIONS: readonly Situation[] = ['sells', 'insists', 'upset', 'data', 'kind', 'unclear'];

/**
 * A next kind sentence for whoever speaks. Nothing of the conversation is written down, so a tap says what the caller does; where the
 * caller agrees, their words do.
 */
export function Coach({ call }: { call: LiveCall }) {
  const { words } = useLanguage();
  const { coach } = words.phone;
  const [chosen, setChosen] = useState<{ readonly situation: Situation; readonly at: number } | null>(null);
  const agree = useMutation({ mutationFn: () => api.writeAlong(call.id) });
  const understood = call.timeline.filter(({ kind }) => kind === 'understood').length;
  // What the caller says next counts more than what was tapped before.
  const situation = chosen?.at === understood ? chosen.situation : understoodLast(call);
  const sentences = coach.sentences[situation];
  return (
    <section className="coach" aria-labelledby="coach-title">
      <h2 id="coach-title">{coach.title}</h2>
      <div className="row" role="group" aria-label={coach.caller}>
        {SITUATIONS.map((one) => (
          <button
            key={one}
            type="button"
            className="button small"
            aria-pressed={one === situation}
            onClick={() => setChosen({ situation: one, at: understood })}
          >
            {coach.situation[one]}
          </button>
        ))}
      </div>
      <dl aria-live="polite">
        {(['no', 'empathy', 'request'] as const).map((kind) => (
          <div key={kind}>
            <dt>{coach.kind[kind]}</dt>
            <dd>{sentences[kind]}</dd>
          </div>
        ))}
      </dl>
      {call.words.length > 0 && (
        <p className="bubble caller" aria-live="polite">
          {call.words.at(-1)?.words}
        </p>
      )}
      {call.lead?.along === 'can' && (
        <p className="row">
          <span>
            {coach.askFirst} <strong>{coach.ask}</strong>
          </span>
          <button type="button" className="button small" disabled={agree.isPending} onClick={() => agree.mutate()}>
            {coach.agreed}
          </button>
        </p>
      )}
      {agree.isError && <Problem error={agree.error} />}
      <p className="faint">{call.lead?.along === 'is' ? coach.written : coach.notWritten}</p>
    </section>
  );
}

/** What the attendant understood before the person came in. */
function understoodLast({ timeline }: LiveCall): Situation {
  const last = timeline.findLast((item) => item.kind === 'understood');
  if (last?.kind !== 'understood') return 'unclear';
  const { acts, purpose } = last;
  if (acts.some((act) => ['insults', 'shouts', 'complains', 'blames'].includes(act))) return 'upset';
  if (acts.includes('asks_for_data')) return 'data';
  if (acts.some((act) => ['presses', 'objects', 'deflects'].includes(act))) return 'insists';
  if (purpose === 'sales' || purpose === 'survey_pretext') return 'sells';
  return purpose === 'unclear' || purpose === 'noise' ? 'unclear' : 'kind';
}
