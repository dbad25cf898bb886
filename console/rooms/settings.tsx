import { Link } from '@tanstack/react-router';
import type { SettingsPage } from '../../src/http/api.ts';
import { LineRow } from '../components/line-row.tsx';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';
import { History } from '../settings/history.tsx';
import { ConversationSection, HouseholdSection, MessagesSection } from '../settings/sections.tsx';
import { ServicesSection } from '../settings/services-section.tsx';
import { PacksSection } from '../settings/packs-section.tsx';
import { VoiceSection } from '../settings/voice-section.tsx';
import { SiteSection } from '../settings/site-section.tsx';
import { useSave, useSettings } from '../settings/use-settings.ts';

/** How the attendant is set: what each setting does to callers, and who changed it. */
export function Settings() {
  const { settings } = useLanguage().words;
  const server = useServer();
  if (server.data?.me?.role !== 'owner') return <ForMembers />;
  return (
    <>
      <h1>{settings.title}</h1>
      <p className="lead">{settings.lead}</p>
      <p>
        <Link to="/setup" search={{ step: 'name' }}>
          {settings.setup.stepByStep}
        </Link>
      </p>
      <Owned />
    </>
  );
}

function ForMembers() {
  const { settings } = useLanguage().words;
  return (
    <>
      <h1>{settings.title}</h1>
      <p className="lead">{settings.ownersOnly}</p>
      <p>
        <Link to="/access" className="button">
          {settings.people.open}
        </Link>
      </p>
    </>
  );
}

function Owned() {
  const { words } = useLanguage();
  const { settings } = words;
  const page = useSettings();
  if (page.isError) return <Problem error={page.error} retry={() => void page.refetch()} />;
  if (!page.data) return <p className="faint">{words.loading}</p>;
  return (
    <>
      <div className="settings">
        <LinesSection page={page.data} />
        <HouseholdSection page={page.data} />
        <ConversationSection page={page.data} />
        <MessagesSection page={page.data} />
        <VoiceSection />
        {page.data.services && <PacksSection />}
        {page.data.services && <ServicesSection page={page.data} services={page.data.services} />}
        {page.data.site && <SiteSection page={page.data} site={page.data.site} />}
        <section className="panel setting" aria-labelledby="people-title">
          <div>
            <h2 id="people-title">{settings.people.title}</h2>
            <p>{settings.people.lead}</p>
          </div>
          <Link to="/access" className="button">
            {settings.people.open}
          </Link>
        </section>
      </div>
      <History changes={page.data.changes} />
    </>
  );
}

function LinesSection({ page }: { page: SettingsPage }) {
  const { settings } = useLanguage().words;
  const { lines } = settings;
  const { data, dataUpdatedAt: now } = useServer();
  const health = data?.lines ?? [];
  return (
    <section className="panel setting" aria-labelledby="lines-title">
      <div>
        <h2 id="lines-title">{lines.title}</h2>
        <p>{lines.lead}</p>
      </div>
      {page.lines.length === 0 && <p>{lines.none}</p>}
      <ul className="people">
        {page.lines.map(({ id }) => {
          const line = health.find((one) => one.id === id);
          return (
            <li key={id}>
              {line ? <LineRow line={line} now={now} /> : <span>{id}</span>}
              <Link to="/settings/lines/$lineId" params={{ lineId: id }} className="button quiet" aria-label={`${settings.show}: ${id}`}>
                {settings.show}
              </Link>
            </li>
          );
        })}
        {page.disconnected.map((id) => (
          <Disconnected key={id} id={id} />
        ))}
      </ul>
      {page.mayConnect && (
        <Link to="/settings/lines/new" className="button">
          {lines.add}
        </Link>
      )}
    </section>
  );
}

function Disconnected({ id }: { id: string }) {
  const { lines } = useLanguage().words.settings;
  const save = useSave(`line:${id}`);
  return (
    <li>
      <span>
        {id}
        <br />
        <span className="faint">{lines.disconnected}</span>
      </span>
      <button
        type="button"
        className="button quiet"
        disabled={save.isPending}
        onClick={() => save.mutate({ value: null, said: lines.connected(id) })}
      >
        {lines.reconnect}
      </button>
      {save.isError && <Problem error={save.error} />}
    </li>
  );
}
