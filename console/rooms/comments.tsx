import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { CommentState, QueuedComment } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { SelectionBar } from '../experiences/selection-bar.tsx';
import { decisionLabels, decisionsFor, STATES, useDecisions, useRefresh } from '../experiences/use-decisions.ts';
import { useSelection, type Selection } from '../experiences/use-selection.ts';
import { dateAndTime } from '../format.ts';
import { useLanguage } from '../language.tsx';

/** Lists that fill up with unwanted comments, so that several can be decided together. */
const SEVERAL_AT_ONCE: ReadonlySet<CommentState> = new Set(['waiting', 'spam']);

/** What readers wrote, and what becomes of it. */
export function Comments() {
  const { words } = useLanguage();
  const { experiences } = words;
  const { queue } = experiences;
  const { state } = useSearch({ from: '/experiences/comments' });
  return (
    <>
      <p>
        <Link to="/experiences">← {experiences.back}</Link>
      </p>
      <h1>{queue.title}</h1>
      <nav className="row" aria-label={queue.title}>
        {STATES.map((one) => (
          <Link
            key={one}
            to="/experiences/comments"
            search={{ state: one }}
            className="button quiet"
            aria-current={one === state ? 'page' : undefined}
          >
            {queue.states[one]}
          </Link>
        ))}
      </nav>
      <Queue key={state} state={state} />
    </>
  );
}

function Queue({ state }: { state: CommentState }) {
  const { words } = useLanguage();
  const { experiences } = words;
  const { queue } = experiences;
  const pages = useInfiniteQuery({
    queryKey: ['experiences', 'comments', state],
    queryFn: ({ pageParam }) => api.comments(state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const comments = pages.data?.pages.flatMap((page) => page.comments) ?? [];
  const selection = useSelection(comments.map(({ id }) => id));
  const decisions = useDecisions(selection.remove);
  const several = SEVERAL_AT_ONCE.has(state);
  return (
    <>
      {pages.isPending && <p className="faint">{words.loading}</p>}
      {pages.isError && <Problem error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && comments.length === 0 && <p className="faint">{queue.none[state]}</p>}
      {several && comments.length > 0 && <SelectionBar selection={selection} shown={comments.length} state={state} decisions={decisions} />}
      <ul className="comments">
        {comments.map((comment) => (
          <CommentRow key={comment.id} comment={comment} selection={several ? selection : null} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <button type="button" className="button" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {experiences.more}
        </button>
      )}
      {(state === 'spam' || state === 'removed') && <p className="faint">{queue.kept}</p>}
    </>
  );
}

interface CommentRowProps {
  readonly comment: QueuedComment;
  /** Null: comments of this state are decided one by one. */
  readonly selection: Selection | null;
}

function CommentRow({ comment, selection }: CommentRowProps) {
  const { words, lang } = useLanguage();
  const { queue } = words.experiences;
  const show = useToast();
  const refresh = useRefresh();
  const [open, setOpen] = useState<'edit' | 'answer' | null>(null);
  const { deciding } = useDecisions();
  const block = useMutation({
    mutationFn: () => api.blockCommenter(comment.id, !comment.blocked),
    onSuccess: async () => {
      show({
        text: comment.blocked ? queue.unblocked : queue.blocked,
        undo: () => void api.blockCommenter(comment.id, comment.blocked).then(refresh),
      });
      await refresh();
    },
  });
  const labels = decisionLabels(words.experiences);
  const error = deciding.error ?? block.error;
  return (
    <li className="panel">
      <div>
        <div className="comment-author">
          {selection ? <Tick comment={comment} selection={selection} /> : <strong>{comment.name}</strong>}
          {comment.byAuthor && <span className="badge plain">{queue.byAuthor}</span>}
          {comment.why !== null && comment.state !== 'published' && <span className="badge">{queue.why[comment.why]}</span>}
          {comment.blocked && comment.why !== 'blocked' && <span className="badge">{queue.why.blocked}</span>}
        </div>
        <p className="faint" id={`about-${comment.id}`}>
          {dateAndTime(lang, comment.createdAt)}{' '}
          <Link to="/experiences/$storyId" params={{ storyId: comment.storyId }}>
            {queue.on(comment.storyTitle)}
          </Link>
          {comment.edited && <> · {queue.edited}</>}
          {comment.website !== null && <> · {comment.website}</>}
        </p>
      </div>
      {open === 'edit' ? (
        <WordsForm
          label={queue.edit}
          hint={queue.editHint}
          begun={comment.body}
          onCancel={() => setOpen(null)}
          send={(body) => api.editComment(comment.id, body)}
          onSent={() => {
            setOpen(null);
            show({ text: words.experiences.editor.saved, undo: () => void api.editComment(comment.id, comment.body).then(refresh) });
          }}
        />
      ) : (
        <p className="comment-text" lang={comment.lang}>
          {comment.body}
        </p>
      )}
      {open === 'answer' && (
        <WordsForm
          label={queue.answer}
          hint={null}
          begun=""
          onCancel={() => setOpen(null)}
          send={async (body) => {
            await api.answerComment({ storyId: comment.storyId, parentId: comment.id, body });
            if (comment.state !== 'published') await api.decideComments([comment.id], 'published');
          }}
          onSent={() => {
            setOpen(null);
            show({ text: queue.answerSent });
          }}
        />
      )}
      {error && <Problem error={error} />}
      {open === null && (
        <p className="row">
          {decisionsFor(comment.state).map((state) => (
            <button
              key={state}
              type="button"
              className={state === 'published' ? 'button main' : 'button'}
              disabled={deciding.isPending}
              onClick={() => deciding.mutate({ ids: [comment.id], from: comment.state, to: state })}
            >
              {labels[state]}
            </button>
          ))}
          <button type="button" className="button quiet" onClick={() => setOpen('answer')}>
            {queue.answer}
          </button>
          <button type="button" className="button quiet" onClick={() => setOpen('edit')}>
            {queue.edit}
          </button>
          {!comment.byAuthor && (
            <button type="button" className="button quiet" disabled={block.isPending} onClick={() => block.mutate()}>
              {comment.blocked ? queue.unblock : queue.block}
            </button>
          )}
        </p>
      )}
    </li>
  );
}

/** Named by who wrote it. With Shift, by mouse or keyboard, all between it and the one before. */
function Tick({ comment, selection }: { comment: QueuedComment; selection: Selection }) {
  // Not every browser says of a click that the space bar made whether Shift was held.
  const shift = useRef(false);
  return (
    <label className="choice">
      <input
        type="checkbox"
        aria-describedby={`about-${comment.id}`}
        checked={selection.ids.includes(comment.id)}
        onKeyUp={(event) => {
          shift.current = event.key === ' ' && event.shiftKey;
        }}
        onChange={({ target, nativeEvent }) => {
          const range = shift.current || (nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
          shift.current = false;
          selection.set(comment.id, target.checked, range);
        }}
      />
      <strong>{comment.name}</strong>
    </label>
  );
}

interface WordsFormProps {
  readonly label: string;
  readonly hint: string | null;
  readonly begun: string;
  readonly send: (body: string) => Promise<unknown>;
  readonly onSent: () => void;
  readonly onCancel: () => void;
}

function WordsForm({ label, hint, begun, send, onSent, onCancel }: WordsFormProps) {
  const { queue } = useLanguage().words.experiences;
  const refresh = useRefresh();
  const [body, setBody] = useState(begun);
  const sending = useMutation({
    mutationFn: () => send(body),
    onSuccess: async () => {
      onSent();
      await refresh();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sending.mutate();
      }}
    >
      <label className="field">
        <span>{label}</span>
        <textarea rows={5} required maxLength={5_000} value={body} onChange={(event) => setBody(event.target.value)} />
        {hint !== null && <span className="faint">{hint}</span>}
      </label>
      {sending.isError && <Problem error={sending.error} />}
      <p className="row">
        <button type="submit" className="button main" disabled={sending.isPending || body.trim() === ''}>
          {queue.send}
        </button>
        <button type="button" className="button quiet" onClick={onCancel}>
          {queue.cancel}
        </button>
      </p>
    </form>
  );
}
