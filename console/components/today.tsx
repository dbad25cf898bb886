import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Course, State, TodayReply } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { startOfDay } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useLive } from '../live.tsx';
import { useServer } from '../server-state.ts';
import { LineRow } from './line-row.tsx';

/** In this order they are told and drawn: people first. */
const ORDER: readonly Course[] = ['you', 'message', 'no', 'safe', 'kindly', 'early', 'failed'];
/** More calls than these are drawn as a bar of shares. */
const MOST_BEADS = 40;

/** What is going on, and what the day was like so far. */
export function Today() {
  const { home, experiences } = useLanguage().words;
  const { calls: live } = useLive();
  const server = useServer();
  const today = useQuery({ queryKey: ['calls', 'today'], queryFn: () => api.today(startOfDay(Date.now())) });
  const unheard = today.data?.unheard ?? 0;
  const waiting = today.data?.waitingComments ?? 0;
  return (
    <section className="today" aria-label={home.today}>
      {live.length > 0 && <Link to="/calls">{home.liveNow(live.length)}</Link>}
      {unheard > 0 && <Link to="/calls">{home.newMessages(unheard)}</Link>}
      {waiting > 0 && (
        <Link to="/experiences/comments" search={{ state: 'waiting' }}>
          {experiences.waiting(waiting)}
        </Link>
      )}
      {today.data && <Day today={today.data} />}
      {server.data && <NextToSetUp state={server.data} />}
      {server.data?.lines.map((line) => (
        <LineRow key={line.id} line={line} now={server.dataUpdatedAt} />
      ))}
    </section>
  );
}

/** What is still missing first, and the way to it; nothing once line, name and password are there. */
function NextToSetUp({ state: { me, lines, household, passwordSet } }: { state: State }) {
  const { setup } = useLanguage().words.settings;
  const missing = lines.length === 0 ? 'line' : household === null ? 'name' : passwordSet ? null : 'password';
  if (missing === null) return null;
  return (
    <span className="faint">
      {setup.level[missing][1]}{' '}
      {me?.role === 'owner' && (
        <Link to="/setup" search={{ step: missing === 'line' ? 'name' : missing }}>
          {setup.title}
        </Link>
      )}
    </span>
  );
}

function Day({ today: { courses, unheard } }: { today: TodayReply }) {
  const { home } = useLanguage().words;
  const counted = ORDER.map((course) => [course, courses[course] ?? 0] as const).filter(([, count]) => count > 0);
  const total = counted.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return <span>{unheard > 0 ? home.nobodyToday : home.allQuiet}</span>;
  return (
    <div className="day">
      <p>
        {home.callsToday(total)}: {counted.map(([course, count]) => home.courses[course](count)).join(', ')}.
      </p>
      <div className={total > MOST_BEADS ? 'beads shares' : 'beads'} aria-hidden="true">
        {total > MOST_BEADS
          ? counted.map(([course, count]) => <span key={course} data-course={course} style={{ flexGrow: count }} />)
          : counted.flatMap(([course, count]) =>
              Array.from({ length: count }, (_, nth) => <span key={`${course} ${nth}`} data-course={course} />),
            )}
      </div>
    </div>
  );
}
