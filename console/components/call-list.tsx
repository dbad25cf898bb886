import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CallSummary } from '../../src/http/api.ts';
import { callerName, dayName, minutes, startOfDay, timeOfDay } from '../format.ts';
import { useLanguage } from '../language.tsx';

/** A call; above the first one of a day stands which day that is. */
interface Row {
  readonly beginsDay: boolean;
  readonly call: CallSummary;
}

/** Heights before a row was measured, in CSS pixels. */
const DAY_PX = 64;
const CALL_PX = 72;
/** So many rows before its end the next page is asked for. */
const AHEAD = 20;

/** Calls by day. Only rows near the window are in the page, so that it stays as quick with 100,000 calls as with ten. */
export function CallList({
  calls,
  now,
  hasMore,
  more,
}: {
  calls: readonly CallSummary[];
  now: number;
  hasMore: boolean;
  more: () => void;
}) {
  const { words, lang } = useLanguage();
  const rows = useMemo(() => rowsOf(calls), [calls]);
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), [calls]);
  // No compiler memoises components here, which is all that this rule is about.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => CALL_PX + (rows[index]?.beginsDay === true ? DAY_PX : 0),
    getItemKey: (index) => rows[index]?.call.id ?? index,
    overscan: 10,
    scrollMargin: offset,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const wantsMore = hasMore && last >= rows.length - AHEAD;
  useEffect(() => {
    if (wantsMore) more();
  }, [wantsMore, more]);
  return (
    <div ref={list} role="list" className="calls-virtual" style={{ height: virtual.getTotalSize() }}>
      {items.map(({ index, key, start }) => {
        const row = rows[index];
        return (
          row && (
            <div
              key={key}
              data-index={index}
              ref={virtual.measureElement}
              role="listitem"
              style={{ transform: `translateY(${start - offset}px)` }}
            >
              {row.beginsDay && <h2>{dayName(lang, words, row.call.startedAt, now)}</h2>}
              <CallRow call={row.call} />
            </div>
          )
        );
      })}
    </div>
  );
}

function rowsOf(calls: readonly CallSummary[]): Row[] {
  const days = calls.map((call) => startOfDay(call.startedAt));
  return calls.map((call, index) => ({ call, beginsDay: days[index] !== days[index - 1] }));
}

function CallRow({ call }: { call: CallSummary }) {
  const { words, lang } = useLanguage();
  return (
    <Link to="/calls/$callId" params={{ callId: call.id }} className="call-row">
      <time>{timeOfDay(lang, call.startedAt)}</time>
      <span>
        <span className="caller-name">{callerName(call, words)}</span>
        {call.urgent && <span className="badge">{words.calls.urgent}</span>}
        {call.corrected !== null && <span className="badge plain">{words.callers.correction.badge[call.corrected]}</span>}
        {call.kind === 'try' && <span className="badge plain">{words.calls.trial}</span>}
        <span className="outcome">
          {words.outcome[call.outcome ?? 'running']}
          {call.purpose !== null && call.purpose !== 'unclear' && <> · {words.call.purpose[call.purpose]}</>}
          {call.company !== null && <>, {call.company}</>}
        </span>
      </span>
      {call.message && (
        <span className={call.message.heard ? 'faint' : 'fresh'}>
          {words.calls.message(minutes(call.message.durationMs))}
          {!call.message.heard && <span className="badge">{words.calls.newMessage}</span>}
        </span>
      )}
    </Link>
  );
}
