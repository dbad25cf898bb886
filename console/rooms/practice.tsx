import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Difficulty, PersonaEntry, Progress } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';

const DIFFICULTIES: readonly Difficulty[] = ['gentle', 'ordinary', 'hard'];

/** Whom one can practise with, and how one gets on. */
export function Practice() {
  const { words, lang } = useLanguage();
  const { practice } = words;
  const [difficulty, setDifficulty] = useState<Difficulty>('ordinary');
  const page = useQuery({ queryKey: ['practice', lang], queryFn: () => api.practice(lang) });
  return (
    <>
      <h1>{practice.title}</h1>
      <p className="lead">{practice.lead}</p>
      <fieldset className="choices">
        <legend>{practice.howHard}</legend>
        {DIFFICULTIES.map((one) => (
          <label key={one} className="choice">
            <input type="radio" name="difficulty" checked={difficulty === one} onChange={() => setDifficulty(one)} />
            {practice.difficulty[one]}
          </label>
        ))}
      </fieldset>
      {page.isPending && <p className="faint">{words.loading}</p>}
      {page.isError && <Problem error={page.error} retry={() => void page.refetch()} />}
      {page.data && (
        <>
          <ul className="personas">
            {page.data.personas.map((persona) => (
              <PersonaCard key={persona.id} persona={persona} difficulty={difficulty} progress={page.data.progress} />
            ))}
          </ul>
          <HowItGoes progress={page.data.progress} />
          <p>
            <Link to="/reflections">{words.reflection.link}</Link>
          </p>
        </>
      )}
    </>
  );
}

function PersonaCard({ persona, difficulty, progress }: { persona: PersonaEntry; difficulty: Difficulty; progress: Progress }) {
  const { practice } = useLanguage().words;
  const last = progress.lastEndings[persona.id];
  return (
    <li className="persona">
      <h2>{persona.name}</h2>
      <p>{persona.about}</p>
      <p className="row">
        <Link
          to="/practice/$personaId"
          params={{ personaId: persona.id }}
          search={{ difficulty }}
          className="button"
          aria-label={practice.pickUpFor(persona.name)}
        >
          {practice.pickUp}
        </Link>
        {last && <span className="faint">{practice.last(practice.ending[last].short)}</span>}
      </p>
    </li>
  );
}

function HowItGoes({ progress }: { progress: Progress }) {
  const { words } = useLanguage();
  const { practice } = words;
  const show = useToast();
  const queries = useQueryClient();
  const forget = useMutation({
    mutationFn: api.forgetPractices,
    onSuccess: async () => {
      show({ text: practice.progress.forgotten });
      await queries.invalidateQueries({ queryKey: ['practice'] });
    },
  });
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{practice.progress.title}</h2>
      {progress.practices === 0 && <p className="faint">{practice.progress.none}</p>}
      {progress.practices > 0 && (
        <>
          <p>{practice.progress.count(progress.practices)}</p>
          <ul className="weeks">
            {progress.weeks
              .filter((week) => week.practices > 0)
              .map((week) => (
                <li key={week.ago}>
                  <span className="week-name">{practice.progress.week(week.ago)}</span>
                  <span className="week-bar" aria-hidden="true">
                    <span style={{ width: `${(100 * week.endedWell) / week.practices}%` }} />
                  </span>
                  <span>
                    {practice.progress.well(week.endedWell, week.practices)}
                    {week.withSeller > 0 && <span className="faint"> · {practice.progress.noInTime(week.noInTime, week.withSeller)}</span>}
                  </span>
                </li>
              ))}
          </ul>
          {progress.slips.length > 0 && (
            <>
              <h3>{practice.progress.slips}</h3>
              <ul>
                {progress.slips.map(({ slip, recent, before }) => (
                  <li key={slip}>
                    {practice.moments[slip].title} <span className="faint">({practice.progress.slip(recent, before)})</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          <p className="faint">{practice.progress.private}</p>
          {forget.isError && <Problem error={forget.error} />}
          <p>
            <button
              type="button"
              className="button small"
              disabled={forget.isPending}
              onClick={() => window.confirm(practice.progress.forgetSure) && forget.mutate()}
            >
              {practice.progress.forget}
            </button>
          </p>
        </>
      )}
    </section>
  );
}
