import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CallSummary } from '../../src/http/api.ts';
import { api, audioUrl } from '../api-client.ts';
import { longDate, minutes } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { Problem } from './problem.tsx';
import { useToast } from './toast.tsx';

/** A message: to hear, to download; once it was played it is no longer new. */
export function MessagePlayer({ message }: { message: NonNullable<CallSummary['message']> }) {
  const { words, lang } = useLanguage();
  const queries = useQueryClient();
  const show = useToast();
  const remove = useMutation({
    mutationFn: () => api.deleteMessage(message.id),
    onSuccess: async () => {
      show({ text: words.call.messageDeleted });
      await queries.invalidateQueries();
    },
  });
  const heard = (): void => {
    if (!message.heard) void api.markHeard(message.id).then(() => queries.invalidateQueries());
  };
  return (
    <section className="message" aria-label={words.call.message}>
      <h2>
        {words.call.message} <span className="faint">{minutes(message.durationMs)}</span>
        {!message.heard && <span className="badge">{words.calls.newMessage}</span>}
      </h2>
      <audio controls preload="metadata" src={audioUrl(message.id)} onPlay={heard} />
      <p className="faint">
        <a href={`${audioUrl(message.id)}?download`}>{words.call.download}</a>
        {' · '}
        {message.expiresAt === null ? words.call.keepForever : words.call.keepUntil(longDate(lang, message.expiresAt))}
      </p>
      {remove.isError && <Problem error={remove.error} />}
      <button
        type="button"
        className="button"
        disabled={remove.isPending}
        onClick={() => window.confirm(words.call.deleteMessageSure) && remove.mutate()}
      >
        {words.call.deleteMessage}
      </button>
    </section>
  );
}
