import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LiveCall as Call } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { callerName } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { usePhone } from '../phone/phone.tsx';
import { CallerLevel } from './caller-level.tsx';
import { useToast } from './toast.tsx';

/** A call that is going on: who it is, what is happening this moment, and what can be done. */
export function LiveCall({ call }: { call: Call }) {
  const { words } = useLanguage();
  const show = useToast();
  const phone = usePhone();
  const end = useMutation({ mutationFn: () => api.endCall(call.id), onSuccess: () => show({ text: words.call.ending }) });
  const ring = useMutation({ mutationFn: () => api.putThrough(call.id), onSuccess: () => show({ text: words.call.phonesWillRing }) });
  const { phones, answered, ended, hasSound } = call.state;
  const isOurs = phone.callId === call.id;
  return (
    <article className="live-call">
      <div>
        <Link to="/calls/$callId" params={{ callId: call.id }} className="caller-name">
          {callerName(call, words)}
        </Link>
        {call.kind === 'try' && <span className="badge plain">{words.calls.trial}</span>}
        {call.state.urgent && (
          <p role="alert">
            <strong>{words.call.urgent}</strong>
          </p>
        )}
        <p aria-live="polite">{nowWords(call, words)}</p>
        {answered && phones !== 'connected' && <CallerLevel callId={call.id} />}
      </div>
      <div className="live-actions">
        {phones === 'free' && answered && (
          <button type="button" className="button main" disabled={ring.isPending || ended} onClick={() => ring.mutate()}>
            {words.call.putThrough}
          </button>
        )}
        {hasSound && phones !== 'connected' && !isOurs && (
          <button type="button" className="button" disabled={ended || phone.state !== 'idle'} onClick={() => phone.take(call.id)}>
            {words.phone.take}
          </button>
        )}
        {hasSound && call.lead?.mayListen && !isOurs && (
          <button
            type="button"
            className="button"
            title={words.phone.listenHint}
            disabled={ended || phone.state !== 'idle'}
            onClick={() => phone.listen(call.id)}
          >
            {words.phone.listen}
          </button>
        )}
        <button type="button" className="button" disabled={end.isPending || ended} onClick={() => end.mutate()}>
          {words.call.endKindly}
        </button>
      </div>
    </article>
  );
}

type Texts = ReturnType<typeof useLanguage>['words'];

/** What is happening this moment. */
export function nowWords({ state }: Pick<Call, 'state'>, words: Texts): string {
  if (state.phones === 'connected') return words.call.connectedNow;
  if (state.phones === 'ringing') return words.call.phonesRingNow;
  if (!state.answered) return words.call.ring;
  if (state.callerSays !== null) return words.call.callerSaysWords(state.callerSays);
  if (state.callerSpeaks) return state.recording ? words.call.recording : words.call.callerSpeaks;
  if (state.saying !== null) return words.call.saysWords(state.saying);
  return state.recording ? words.call.recording : words.call.listening;
}
