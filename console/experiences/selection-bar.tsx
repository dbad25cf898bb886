import { useEffect, useLayoutEffect, useRef } from 'react';
import type { CommentState } from '../../src/http/api.ts';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';
import { decisionLabels, decisionsFor, MOST_AT_ONCE, type Decisions } from './use-decisions.ts';
import type { Selection } from './use-selection.ts';

interface SelectionBarProps {
  readonly selection: Selection;
  readonly shown: number;
  /** What all of the list are. */
  readonly state: CommentState;
  readonly decisions: Decisions;
}

/** How many comments are ticked, and what can become of them together. */
export function SelectionBar({ selection, shown, state, decisions: { deciding, done } }: SelectionBarProps) {
  const { words } = useLanguage();
  const { queue } = words.experiences;
  const { ids } = selection;
  const labels = decisionLabels(words.experiences);
  const bar = useRef<HTMLElement>(null);
  const all = useRef<HTMLInputElement>(null);
  const some = ids.length > 0;

  useEffect(() => {
    if (all.current) all.current.indeterminate = some && ids.length < shown;
  }, [some, ids.length, shown]);

  useLayoutEffect(() => {
    const element = bar.current;
    // The list is empty now: the keyboard goes on from its place, not from the top of the page.
    return () => {
      if (element?.contains(document.activeElement) === true) focusOn(document.querySelector('main'));
    };
  }, []);

  const clear = (): void => {
    // The buttons disappear with the selection: focus that was on one of them moves to the checkbox.
    if (bar.current?.contains(document.activeElement)) focusOn(all.current);
    deciding.reset();
    selection.setAll(false);
  };
  useEffect(() => {
    if (!some) return;
    const onKey = (event: KeyboardEvent): void => {
      const writing = event.target instanceof Element && event.target.matches('textarea, select, input:not([type=checkbox])');
      if (event.key === 'Escape' && !event.defaultPrevented && !writing) clear();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });

  const decide = (to: CommentState): void =>
    deciding.mutate(
      { ids, from: state, to },
      {
        onSuccess: () => {
          // The button went with the selection.
          if (document.activeElement === document.body) focusOn(all.current);
        },
      },
    );
  const failed = deciding.isError && some ? deciding.variables : null;
  const total = deciding.variables?.ids.length ?? 0;
  return (
    <section ref={bar} className="selection" aria-label={queue.several}>
      <div className="row">
        <label className="choice">
          <input ref={all} type="checkbox" checked={ids.length === shown} onChange={(event) => selection.setAll(event.target.checked)} />
          {queue.selectAll}
        </label>
        <span className="selection-count" role="status">
          {some && queue.selected(ids.length)}
        </span>
        {some && (
          <button type="button" className="button quiet small" aria-label={queue.selectNone} title={queue.selectNone} onClick={clear}>
            ×
          </button>
        )}
      </div>
      {some && (
        <div className="row">
          {decisionsFor(state).map((to) => (
            <button
              key={to}
              type="button"
              className={to === 'published' ? 'button main' : 'button'}
              disabled={deciding.isPending}
              onClick={() => decide(to)}
            >
              {labels[to]}
            </button>
          ))}
          <span className="faint selection-keys">{queue.selectionKeys}</span>
        </div>
      )}
      {deciding.isPending && total > MOST_AT_ONCE && (
        <div role="status">
          <progress max={total} value={done} aria-label={queue.several} />
          <p className="faint">{queue.progress(done, total)}</p>
        </div>
      )}
      {failed && <Problem error={deciding.error} retry={() => decide(failed.to)} />}
    </section>
  );
}

function focusOn(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
