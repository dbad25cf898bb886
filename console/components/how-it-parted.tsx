import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MoodRequest, Parting } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { useLanguage } from '../language.tsx';
import { Problem } from './problem.tsx';
import { MoodRows, PARTINGS } from './tap-row.tsx';
import { useToast } from './toast.tsx';

/** How a call parted, to be put right in one click, and how the person felt. */
export function HowItParted({ callId, parting }: { callId: string; parting: Parting }) {
  const { evidence } = useLanguage().words;
  const show = useToast();
  const queries = useQueryClient();
  const put = useMutation({
    mutationFn: (next: Parting) => api.setParting(callId, next),
    onSuccess: async (_reply, next) => {
      show({
        text: evidence.ofCall.saved,
        ...(next !== parting && { undo: () => void api.setParting(callId, parting).then(() => queries.invalidateQueries()) }),
      });
      await queries.invalidateQueries();
    },
  });
  return (
    <section aria-labelledby="parted">
      <h2 id="parted">{evidence.ofCall.title}</h2>
      <p className="faint">{evidence.ofCall.coded}</p>
      <div className="choices" role="group" aria-labelledby="parted">
        {PARTINGS.map((one) => (
          <button
            key={one}
            type="button"
            className="button"
            aria-pressed={one === parting}
            disabled={put.isPending}
            onClick={() => put.mutate(one)}
          >
            {evidence.partings[one]}
          </button>
        ))}
      </div>
      {put.isError && <Problem error={put.error} />}
      <OwnMood callId={callId} />
    </section>
  );
}

function OwnMood({ callId }: { callId: string }) {
  const { evidence } = useLanguage().words;
  const queries = useQueryClient();
  const key = ['mood', callId];
  const mood = useQuery({ queryKey: key, queryFn: () => api.mood(callId) });
  const tap = useMutation({
    mutationFn: (next: MoodRequest) => api.setMood(callId, next),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <>
      <h3>{evidence.ofCall.moodTitle}</h3>
      <p className="faint">{evidence.ofCall.moodHint}</p>
      <MoodRows
        mood={mood.data}
        disabled={tap.isPending}
        onTap={(when, value) => tap.mutate({ before: null, after: null, [when]: value })}
      />
      {(tap.isError || mood.isError) && <Problem error={tap.error ?? mood.error ?? new Error('mood')} />}
    </>
  );
}
