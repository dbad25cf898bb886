import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CallSummary } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Expecting } from '../components/expecting.tsx';
import { LiveCall } from '../components/live-call.tsx';
import { Problem } from '../components/problem.tsx';
import { callerName, dayName, minutes, timeOfDay } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useLive } from '../live.tsx';

/** What is happening, and what was. */
export function Calls() {
  const { words, lang } = useLanguage();
  const live = useLive();
  const [now] = useState(() => Date.now());
  const pages = useInfiniteQuery({
    queryKey: ['calls', 'pages'],
    queryFn: ({ pageParam }) => api.calls(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const running = new Set(live.calls.map((call) => call.id));
  const calls = pages.data?.pages.flatMap((page) => page.calls).filter((call) => !running.has(call.id)) ?? [];
  const days = Map.groupBy(calls, (call) => dayName(lang, words, call.startedAt, now));
  return (
    <>
      <h1>{words.calls.title}</h1>
      <p>
        <Link to="/evidence">{words.evidence.link}</Link> · <Link to="/reflections">{words.reflection.link}</Link>
      </p>
      <Expecting />
      {live.calls.length > 0 && (
        <section aria-labelledby="live">
          <h2 id="live">{words.calls.live}</h2>
          {live.calls.map((call) => (
            <LiveCall key={call.id} call={call} />
          ))}
        </section>
      )}
      {pages.isError && <Problem error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <p className="faint">{words.loading}</p>}
      {pages.isSuccess && calls.length === 0 && live.calls.length === 0 && (
        <section className="empty">
          <p className="lead">{words.calls.empty}</p>
          <p>{words.calls.emptyHint}</p>
          <Link to="/try" className="button main">
            {words.nav.try}
          </Link>
        </section>
      )}
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <h2>{day}</h2>
          <ul className="calls">
            {ofDay.map((call) => (
              <CallRow key={call.id} call={call} />
            ))}
          </ul>
        </section>
      ))}
      {pages.hasNextPage && (
        <button type="button" className="button" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {words.calls.more}
        </button>
      )}
    </>
  );
}

function CallRow({ call }: { call: CallSummary }) {
  const { words, lang } = useLanguage();
  return (
    <li>
      <Link to="/calls/$callId" params={{ callId: call.id }} className="call-row">
        <time>{timeOfDay(lang, call.startedAt)}</time>
        <span>
          <span className="caller-name">{callerName(call, words)}</span>
          {call.urgent && <span className="badge">{words.calls.urgent}</span>}
          {call.kind === 'try' && <span className="badge plain">{words.calls.trial}</span>}
          <span className="outcome">{words.outcome[call.outcome ?? 'running']}</span>
        </span>
        {call.message && (
          <span className={call.message.heard ? 'faint' : 'fresh'}>
            {words.calls.message(minutes(call.message.durationMs))}
            {!call.message.heard && <span className="badge">{words.calls.newMessage}</span>}
          </span>
        )}
      </Link>
    </li>
  );
}
