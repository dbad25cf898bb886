import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CallSummary, Welcome } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { useLanguage } from '../language.tsx';
import { Problem } from './problem.tsx';
import { useToast } from './toast.tsx';

/** What a person says of a call afterwards: the number and the company are learnt from it. */
export function WasItWelcome({ call }: { call: CallSummary }) {
  const { correction } = useLanguage().words.callers;
  const show = useToast();
  const queries = useQueryClient();
  const say = useMutation({
    mutationFn: async (welcome: Welcome | null) => ({ welcome, ...(await api.correct(call.id, welcome)) }),
    onSuccess: async ({ welcome, before }) => {
      const known = call.callerNumber !== null;
      const text =
        welcome === null
          ? correction.takenBack
          : !known
            ? correction.saved
            : welcome === 'wanted'
              ? correction.savedWanted
              : correction.savedUnwanted;
      const undo = async (): Promise<void> => {
        await api.correct(call.id, call.corrected);
        if (before) await api.putEntry(before);
        await queries.invalidateQueries();
      };
      show({ text, undo: () => void undo() });
      await queries.invalidateQueries();
    },
  });
  return (
    <section aria-labelledby="welcome">
      <h2 id="welcome">{correction.title}</h2>
      <p className="faint">{call.callerNumber === null ? correction.hintNoNumber : correction.hint}</p>
      <div className="choices" role="group" aria-labelledby="welcome">
        {(['wanted', 'unwanted'] as const).map((welcome) => (
          <button
            key={welcome}
            type="button"
            className="button"
            aria-pressed={call.corrected === welcome}
            disabled={say.isPending}
            onClick={() => say.mutate(call.corrected === welcome ? null : welcome)}
          >
            {correction[welcome]}
          </button>
        ))}
      </div>
      {say.isError && <Problem error={say.error} />}
    </section>
  );
}
