import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { LineRow } from '../components/line-row.tsx';
import { Problem } from '../components/problem.tsx';
import { SETUP_STEPS, type SetupStep } from '../components/setup-steps.ts';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';
import { LevelList, useLevel } from '../settings/level.tsx';
import { NewLine } from '../settings/line-form.tsx';
import { ConversationSection, HouseholdSection } from '../settings/sections.tsx';
import { useSettings } from '../settings/use-settings.ts';
import { VoiceSection } from '../settings/voice-section.tsx';
import { FirstPassword } from './access.tsx';

/** From nothing to a line that is answered, a step at a time. Every step can be skipped. */
export function Setup() {
  const { words } = useLanguage();
  const { setup } = words.settings;
  const { step } = useSearch({ from: '/setup' });
  const page = useSettings();
  const heading = useRef<HTMLHeadingElement>(null);
  const nth = SETUP_STEPS.indexOf(step);
  const last = SETUP_STEPS.length - 1;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [step]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {setup.title}
      </h1>
      {nth === 0 && <p className="lead">{setup.lead}</p>}
      <ol className="steps" aria-label={setup.title}>
        {SETUP_STEPS.map((one, index) => (
          <li key={one} className={index < nth ? 'past' : ''}>
            <Link to="/setup" search={{ step: one }}>
              {setup.steps[one]}
            </Link>
          </li>
        ))}
      </ol>
      {nth < last && <p className="faint">{setup.step(nth + 1, last)}</p>}
      {page.isError && <Problem error={page.error} retry={() => void page.refetch()} />}
      {page.data && <Step step={step} page={page.data} />}
      <nav className="row setup-ways" aria-label={setup.title}>
        {nth > 0 && (
          <Link to="/setup" search={{ step: SETUP_STEPS[nth - 1] ?? 'name' }} className="button quiet">
            {setup.back}
          </Link>
        )}
        {nth < last && (
          <Link to="/setup" search={{ step: SETUP_STEPS[nth + 1] ?? 'done' }} className="button quiet">
            {step === 'voice' || step === 'try' ? setup.next : setup.later}
          </Link>
        )}
      </nav>
    </>
  );
}

function Step({ step, page }: { step: SetupStep; page: NonNullable<ReturnType<typeof useSettings>['data']> }): ReactNode {
  const { words } = useLanguage();
  const { setup, people } = words.settings;
  const navigate = useNavigate();
  const server = useServer();
  const go = (to: SetupStep): void => void navigate({ to: '/setup', search: { step: to } });
  switch (step) {
    case 'name':
      return <HouseholdSection page={page} submit={setup.saveAndNext} onSaved={() => go('password')} />;
    case 'password':
      return server.data?.passwordSet === false ? (
        <FirstPassword addresses={server.data.sip.addresses} https={server.data.https} onDone={() => go('try')} />
      ) : (
        <section className="panel narrow">
          <p>{setup.passwordThere}</p>
          <Link to="/access" className="button">
            {people.open}
          </Link>
        </section>
      );
    case 'try':
      return (
        <section className="panel narrow">
          <p>{setup.tryLead}</p>
          <Link to="/try" className="button main">
            {setup.tryButton}
          </Link>
          <p className="faint">{setup.tryBack}</p>
        </section>
      );
    case 'line':
      return <LineStep taken={[...page.lines.map(({ id }) => id), ...page.disconnected]} />;
    case 'voice':
      return <VoiceSection />;
    case 'wanted':
      return (
        <>
          <p>{setup.wantedLead}</p>
          <ConversationSection page={page} submit={setup.saveAndNext} onSaved={() => go('done')} />
          <p className="row">
            <Link to="/callers" className="button">
              {setup.book}
            </Link>
            <span className="faint">{setup.bookHint}</span>
          </p>
        </>
      );
    case 'done':
      return <Done />;
  }
}

/** With a line there, how it stands; and the way to another one. */
function LineStep({ taken }: { taken: readonly string[] }) {
  const { setup, show } = useLanguage().words.settings;
  const { data, dataUpdatedAt } = useServer();
  const lines = data?.lines ?? [];
  const [another, setAnother] = useState(false);
  if (lines.length === 0 || another) return <NewLine taken={taken} onSaved={() => setAnother(false)} />;
  return (
    <section className="panel setting">
      <p>{setup.lineThere}</p>
      {lines.map((line) => (
        <LineRow key={line.id} line={line} now={dataUpdatedAt} />
      ))}
      <div className="row">
        <Link to="/setup" search={{ step: 'voice' }} className="button main">
          {setup.next}
        </Link>
        {lines.length === 1 && lines[0]?.state !== 'registered' && (
          <Link to="/settings/lines/$lineId" params={{ lineId: lines[0]?.id ?? '' }} className="button">
            {show}
          </Link>
        )}
        <button type="button" className="button quiet" onClick={() => setAnother(true)}>
          {setup.lineAnother}
        </button>
      </div>
    </section>
  );
}

function Done() {
  const { words } = useLanguage();
  const { setup } = words.settings;
  const level = useLevel();
  return (
    <section className="panel setting" aria-labelledby="level-title">
      <div>
        <h2 id="level-title">{setup.doneTitle}</h2>
        <p>{setup.doneLead}</p>
      </div>
      {level && <LevelList level={level} />}
      <Link to="/" className="button main">
        {setup.toHome}
      </Link>
    </section>
  );
}
