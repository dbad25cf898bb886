import { Link, Outlet } from '@tanstack/react-router';
import { useLanguage } from '../language.tsx';
import { useLive } from '../live.tsx';
import { LogIn } from '../rooms/log-in.tsx';
import { PhoneBar } from '../phone/phone-bar.tsx';
import { useServer } from '../server-state.ts';
import { CORD_PATH } from './cord-path.ts';
import { Problem } from './problem.tsx';
import { ThemeChoice } from './theme-choice.tsx';

/** The frame around every room: sign, ways, language, colours. */
export function Shell() {
  const { words, lang, setLang } = useLanguage();
  const { calls, connected } = useLive();
  const server = useServer();
  const mustLogIn = server.data !== undefined && server.data.me === null;
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <header className="top">
        <Link to="/" className="sign">
          <Cord />
          <span>{words.name}</span>
        </Link>
        <nav aria-label={words.name}>
          {!mustLogIn && (
            <>
              <Link to="/" activeOptions={{ exact: true }}>
                {words.nav.home}
              </Link>
              <Link to="/calls">
                {words.nav.calls}
                {calls.length > 0 && <span className="live-dot" aria-label={words.home.liveNow(calls.length)} />}
              </Link>
              <Link to="/try">{words.nav.try}</Link>
              <Link to="/practice">{words.nav.practice}</Link>
              {server.data?.me?.role === 'owner' ? (
                <Link to="/settings">{words.nav.settings}</Link>
              ) : (
                <Link to="/access">{words.nav.access}</Link>
              )}
            </>
          )}
        </nav>
      </header>
      {!connected && (
        <p className="offline" role="status">
          {words.offline}
        </p>
      )}
      <main id="content" tabIndex={-1}>
        {server.isError && <Problem error={server.error} retry={() => void server.refetch()} />}
        {server.isPending && <p className="faint">{words.loading}</p>}
        {mustLogIn && <LogIn severalHouseholds={server.data.severalHouseholds} />}
        {server.data?.me && <Outlet />}
      </main>
      <PhoneBar />
      <footer className="bottom">
        <p>{words.footer(server.data?.version ?? '', server.data?.wordsGoTo ?? null)}</p>
        <div className="choices">
          <ThemeChoice />
          <button
            type="button"
            className="button quiet"
            lang={lang === 'de' ? 'en' : 'de'}
            onClick={() => setLang(lang === 'de' ? 'en' : 'de')}
          >
            {words.otherLanguage}
          </button>
        </div>
      </footer>
    </>
  );
}

export function Cord() {
  return (
    <svg className="cord" viewBox="0 0 64 50" aria-hidden="true">
      <path d={CORD_PATH} />
    </svg>
  );
}

export function NotFound() {
  const { words } = useLanguage();
  return (
    <section className="empty">
      <h1>{words.notFound}</h1>
      <Link to="/" className="button">
        {words.toHome}
      </Link>
    </section>
  );
}
