import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { SalesApproach, SpokenItem } from '../../src/http/api.ts';
import { api, ApiProblem } from '../api-client.ts';
import { HowItParted } from '../components/how-it-parted.tsx';
import { LiveLead } from '../components/live-lead.tsx';
import { LiveCall } from '../components/live-call.tsx';
import { MessagePlayer } from '../components/message-player.tsx';
import { Problem } from '../components/problem.tsx';
import { TimelineList } from '../components/timeline-list.tsx';
import { TimelinePicture } from '../components/timeline-picture.tsx';
import { WasItWelcome } from '../components/was-it-welcome.tsx';
import { useToast } from '../components/toast.tsx';
import { callerName, dateAndTime, longDate } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useLive } from '../live.tsx';

/** Ways of saying no: which one it would have been matters only where a no was said. */
const SAYS_NO: ReadonlySet<string> = new Set<SalesApproach>(['friendly_no', 'empathy', 'redirect']);

/** One call: live while it lasts, then its page in the journal. */
export function Call() {
  const { callId } = useParams({ from: '/calls/$callId' });
  const { words, lang } = useLanguage();
  const live = useLive().calls.find((call) => call.id === callId);
  const page = useQuery({ queryKey: ['call', callId], queryFn: () => api.call(callId) });
  const call = page.data?.call;
  const timeline = live?.timeline ?? page.data?.timeline ?? [];
  const unknown = page.error instanceof ApiProblem && ['not_found', 'bad_request'].includes(page.error.code);
  if (!live && unknown) {
    return (
      <section className="empty">
        <p className="lead">{words.call.notFound}</p>
        <Link to="/calls" className="button">
          {words.call.back}
        </Link>
      </section>
    );
  }
  const shown = live ?? call;
  return (
    <>
      <p>
        <Link to="/calls">← {words.call.back}</Link>
      </p>
      {page.isError && !live && <Problem error={page.error} retry={() => void page.refetch()} />}
      {!shown && page.isPending && <p className="faint">{words.loading}</p>}
      {shown && (
        <>
          <h1>{callerName(shown, words)}</h1>
          <p className="lead">
            {dateAndTime(lang, shown.startedAt)}
            {!live && call && <>: {words.outcome[call.outcome ?? 'running']}</>}
          </p>
          {(live || !SAYS_NO.has(shown.approach) || call?.outcome === 'ended_after_no') && (
            <p className="faint">{words.call.approach[shown.approach]}</p>
          )}
          {!live && call?.urgent && (
            <p>
              <strong>{words.call.urgent}</strong>
            </p>
          )}
          {live && <LiveCall call={live} />}
          {live && <LiveLead call={live} />}
          {!live && call?.message && <MessagePlayer message={call.message} />}
          <section aria-labelledby="timeline">
            <h2 id="timeline">{words.call.timeline}</h2>
            <TimelinePicture timeline={timeline} untilMs={lastMs(timeline)} />
            <TimelineList timeline={timeline} />
            <WordsKept callId={callId} until={page.data?.wordsKeptUntil ?? null} listened={timeline.some(listenedForWords)} />
          </section>
          {!live && call && call.kind === 'real' && <WasItWelcome call={call} />}
          {!live && call?.parting && <HowItParted callId={callId} parting={call.parting} />}
          {!live && call && (
            <div className="row">
              {timeline.some((item) => item.kind === 'understood') && (
                <Link
                  to="/practice/$personaId"
                  params={{ personaId: `call-${callId}` }}
                  search={{ difficulty: 'ordinary' }}
                  className="button"
                >
                  {words.practice.ofCall}
                </Link>
              )}
              <Link to="/reflections/$reflectionId" params={{ reflectionId: 'new' }} search={{ call: callId }} className="button">
                {words.reflection.ofCall}
              </Link>
              <DeleteCall callId={callId} />
            </div>
          )}
        </>
      )}
    </>
  );
}

/** What became of the caller's words, and how to be rid of them. */
function WordsKept({ callId, until, listened }: { callId: string; until: number | null; listened: boolean }) {
  const { words, lang } = useLanguage();
  const show = useToast();
  const queries = useQueryClient();
  const forget = useMutation({
    mutationFn: () => api.forgetWords(callId),
    onSuccess: async () => {
      show({ text: words.call.wordsGone });
      await queries.invalidateQueries({ queryKey: ['call', callId] });
    },
  });
  if (until === null) return <p className="faint">{listened ? words.call.wordsForgotten : words.call.notRecorded}</p>;
  return (
    <>
      <p className="faint">{words.call.wordsKept(longDate(lang, until))}</p>
      {forget.isError && <Problem error={forget.error} />}
      <button
        type="button"
        className="button"
        disabled={forget.isPending}
        onClick={() => window.confirm(words.call.forgetWordsSure) && forget.mutate()}
      >
        {words.call.forgetWords}
      </button>
    </>
  );
}

function DeleteCall({ callId }: { callId: string }) {
  const { words } = useLanguage();
  const show = useToast();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => api.deleteCall(callId),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['calls'] });
      show({ text: words.call.deleted, undo: () => void api.restoreCall(callId).then(() => queries.invalidateQueries()) });
      await navigate({ to: '/calls' });
    },
  });
  return (
    <>
      {remove.isError && <Problem error={remove.error} />}
      <button type="button" className="button" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {words.call.delete}
      </button>
    </>
  );
}

function lastMs(timeline: readonly SpokenItem[]): number {
  return timeline.reduce((last, item) => Math.max(last, item.toMs), 0);
}

/** A recogniser listened, whether or not it understood. */
function listenedForWords(item: SpokenItem): boolean {
  return item.kind === 'understood' || (item.kind === 'moment' && item.what === 'words_failed');
}
