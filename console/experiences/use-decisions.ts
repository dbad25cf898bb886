import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CommentState } from '../../src/http/api.ts';
import type { Words } from '../../src/words/words.ts';
import { api, codeOf } from '../api-client.ts';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';

export const STATES: readonly CommentState[] = ['waiting', 'published', 'spam', 'removed'];
/** The API takes no more in one request. */
export const MOST_AT_ONCE = 100;

/** What can become of a comment, the likeliest first. */
export function decisionsFor(state: CommentState): CommentState[] {
  return STATES.filter((other) => other !== state && (other !== 'waiting' || state !== 'published'));
}

export function decisionLabels({ queue }: Words['console']['experiences']): Readonly<Record<CommentState, string>> {
  return { published: queue.publish, spam: queue.spam, removed: queue.remove, waiting: queue.hold };
}

export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['experiences'] });
}

interface Decision {
  readonly ids: readonly string[];
  /** What they are now, and are again after an undo. */
  readonly from: CommentState;
  readonly to: CommentState;
}

/**
 * Decides about one comment or many, with one way back for all of them. `onTurn` is told the ids that the server has dealt with, also
 * before a later turn fails: what it has not dealt with can be tried again.
 */
export function useDecisions(onTurn: (ids: readonly string[]) => void = () => {}) {
  const { words } = useLanguage();
  const { queue } = words.experiences;
  const show = useToast();
  const refresh = useRefresh();
  const [done, setDone] = useState(0);

  const takeBack = async (ids: readonly string[], state: CommentState): Promise<void> => {
    let open = ids;
    try {
      for await (const { turn } of inTurns(ids, state)) open = open.slice(turn.length);
    } catch (error) {
      show({ text: words.errors[codeOf(error)], undo: () => void takeBack(open, state) });
    }
    await refresh();
  };

  const deciding = useMutation({
    mutationFn: async ({ ids, from, to }: Decision) => {
      setDone(0);
      const decided: string[] = [];
      try {
        for await (const { turn, known } of inTurns(ids, to)) {
          decided.push(...known);
          onTurn(turn);
          setDone((before) => before + turn.length);
        }
        if (decided.length === 0) show({ text: queue.gone(ids.length) });
      } finally {
        const text = decided.length === 1 ? queue.now[to] : queue.nowMany[to](decided.length);
        if (decided.length > 0) show({ text, undo: () => void takeBack(decided, from) });
      }
    },
    onSettled: refresh,
  });
  return { deciding, done };
}

export type Decisions = ReturnType<typeof useDecisions>;

/** One request after another; `known`: those of a turn that were still there. */
async function* inTurns(ids: readonly string[], state: CommentState) {
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    const turn = ids.slice(from, from + MOST_AT_ONCE);
    yield { turn, known: (await api.decideComments(turn, state)).ids };
  }
}
