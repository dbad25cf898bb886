import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { CallSearch } from '../../src/http/api.ts';
import { api, exportUrl } from '../api-client.ts';
import { CallFinder } from '../components/call-finder.tsx';
import { CallList } from '../components/call-list.tsx';
import { asked, useCallsSearch } from '../components/calls-search.ts';
import { Expecting } from '../components/expecting.tsx';
import { LiveCall } from '../components/live-call.tsx';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';
import { useLive } from '../live.tsx';

/** What is happening, and what was. */
export function Calls() {
  const { words } = useLanguage();
  const live = useLive();
  const [now] = useState(() => Date.now());
  const search = asked(useCallsSearch());
  const searching = Object.keys(search).length > 0;
  const pages = useInfiniteQuery({
    queryKey: ['calls', 'pages', search],
    queryFn: ({ pageParam }) => api.calls(search, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const { fetchNextPage, hasNextPage, isFetching } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const calls = useMemo(() => {
    const running = new Set(live.calls.map((call) => call.id));
    return pages.data?.pages.flatMap((page) => page.calls).filter((call) => !running.has(call.id)) ?? [];
  }, [pages.data, live.calls]);
  const count = pages.data?.pages[0]?.count ?? null;
  const empty = pages.isSuccess && calls.length === 0;
  return (
    <>
      <h1>{words.calls.title}</h1>
      <p>
        <Link to="/callers">{words.callers.link}</Link> · <Link to="/evidence">{words.evidence.link}</Link> ·{' '}
        <Link to="/reflections">{words.reflection.link}</Link>
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
      {(searching || calls.length > 0) && <CallFinder />}
      {pages.isError && <Problem error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <p className="faint">{words.loading}</p>}
      {searching && pages.isSuccess && (
        <p className="row" role="status">
          {empty ? words.journal.nothing : words.journal.found(count ?? calls.length)}
          <Link to="/calls" search={{}} className="button quiet">
            {words.journal.clear}
          </Link>
        </p>
      )}
      {empty && !searching && live.calls.length === 0 && (
        <section className="empty">
          <p className="lead">{words.calls.empty}</p>
          <p>{words.calls.emptyHint}</p>
          <Link to="/try" className="button main">
            {words.nav.try}
          </Link>
        </section>
      )}
      {calls.length > 0 && (
        <>
          <Download search={search} />
          <CallList calls={calls} now={now} hasMore={hasNextPage && !isFetching} more={more} />
        </>
      )}
    </>
  );
}

function Download({ search }: { search: CallSearch }) {
  const { words, lang } = useLanguage();
  return (
    <p className="faint download">
      {words.journal.export}{' '}
      <a href={exportUrl(search, 'csv', lang)} download>
        {words.journal.exportCsv}
      </a>
      {', '}
      <a href={exportUrl(search, 'json', lang)} download>
        {words.journal.exportJson}
      </a>
    </p>
  );
}
