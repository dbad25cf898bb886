import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api-client.ts';
import { aheadAt } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';
import { Problem } from './problem.tsx';

const HOURS = [1, 3, 8] as const;

/** Whoever waits for a call answers every one themselves for a while. */
export function Expecting() {
  const { words, lang } = useLanguage();
  const server = useServer();
  const queries = useQueryClient();
  const expect = useMutation({ mutationFn: api.expect, onSettled: () => queries.invalidateQueries({ queryKey: ['state'] }) });
  if (!server.data || server.data.lines.length === 0) return null;
  const until = server.data.expectingUntil;
  return (
    <section className="expecting" aria-label={words.expecting.title}>
      <p aria-live="polite">
        {until === null ? words.expecting.question : words.expecting.active(aheadAt(lang, words, until, server.dataUpdatedAt))}
      </p>
      <div className="live-actions">
        {until === null ? (
          HOURS.map((hours) => (
            <button
              key={hours}
              type="button"
              className="button quiet"
              disabled={expect.isPending}
              onClick={() => expect.mutate(hours * 60)}
            >
              {words.expecting.hours(hours)}
            </button>
          ))
        ) : (
          <button type="button" className="button" disabled={expect.isPending} onClick={() => expect.mutate(null)}>
            {words.expecting.end}
          </button>
        )}
      </div>
      {expect.isError && <Problem error={expect.error} />}
    </section>
  );
}
