import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { LineRow } from '../components/line-row.tsx';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';
import { LineForm, NewLine } from '../settings/line-form.tsx';
import { useSave, useSettings } from '../settings/use-settings.ts';

/** One line: how it stands, and all that can be said about it. */
export function Line() {
  const { lineId } = useParams({ from: '/settings/lines/$lineId' });
  const { words } = useLanguage();
  const { settings } = words;
  const navigate = useNavigate();
  const page = useSettings();
  const { data: state, dataUpdatedAt } = useServer();
  const health = state?.lines.find(({ id }) => id === lineId);
  const line = page.data?.lines.find(({ id }) => id === lineId);
  return (
    <>
      <p>
        <Link to="/settings">← {settings.lines.back}</Link>
      </p>
      {page.isError && <Problem error={page.error} retry={() => void page.refetch()} />}
      {page.isPending && <p className="faint">{words.loading}</p>}
      {page.data && !line && (
        <section className="empty">
          <h1>{settings.lines.notThere}</h1>
        </section>
      )}
      {line && (
        <>
          <h1>{settings.history.line(lineId)}</h1>
          {health && (
            <div className="today">
              <LineRow line={health} now={dataUpdatedAt} />
            </div>
          )}
          <LineForm section={`line:${lineId}`} value={line.settings} submit={settings.save} />
          <Leave id={lineId} onGone={() => void navigate({ to: '/settings' })} />
        </>
      )}
    </>
  );
}

function Leave({ id, onGone }: { id: string; onGone: () => void }) {
  const { settings } = useLanguage().words;
  const save = useSave(`line:${id}`, onGone);
  return (
    <p>
      <button
        type="button"
        className="button"
        disabled={save.isPending}
        onClick={() => save.mutate({ value: 'disconnected', said: settings.lines.removed(id) })}
      >
        {settings.lines.remove}
      </button>
      {save.isError && <Problem error={save.error} />}
    </p>
  );
}

/** A line is connected for the first time. */
export function AddLine() {
  const { words } = useLanguage();
  const { settings } = words;
  const navigate = useNavigate();
  const page = useSettings();
  return (
    <>
      <p>
        <Link to="/settings">← {settings.lines.back}</Link>
      </p>
      <h1>{settings.lines.addTitle}</h1>
      {page.isError && <Problem error={page.error} retry={() => void page.refetch()} />}
      {page.data && (
        <NewLine
          taken={[...page.data.lines.map(({ id }) => id), ...page.data.disconnected]}
          onSaved={(lineId) => void navigate({ to: '/settings/lines/$lineId', params: { lineId } })}
        />
      )}
    </>
  );
}
