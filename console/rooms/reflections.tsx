import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Reflection } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { download } from '../components/download.ts';
import { Problem } from '../components/problem.tsx';
import { asMarkdown } from '../components/reflection-text.ts';
import { dateAndTime } from '../format.ts';
import { useLanguage } from '../language.tsx';

/** What a person wrote down about their calls. */
export function Reflections() {
  const { words, lang } = useLanguage();
  const { reflection } = words;
  const found = useQuery({ queryKey: ['reflections'], queryFn: api.reflections });
  return (
    <>
      <h1>{reflection.listTitle}</h1>
      <p className="lead">{reflection.lead}</p>
      <p className="row">
        <Link to="/reflections/$reflectionId" params={{ reflectionId: 'new' }} search={{}} className="button main">
          {reflection.add}
        </Link>
        {found.data && found.data.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => download(reflection.exportName, asMarkdown(found.data, words, lang), 'text/markdown')}
          >
            {reflection.export}
          </button>
        )}
      </p>
      {found.isPending && <p className="faint">{words.loading}</p>}
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className="faint">{reflection.none}</p>}
      <ul className="notes">
        {found.data?.map((one) => (
          <li key={one.id}>
            <Link to="/reflections/$reflectionId" params={{ reflectionId: one.id }} search={{}}>
              {dateAndTime(lang, one.happenedAt)}
            </Link>
            <br />
            <span className="faint">{beginningOf(one) ?? reflection.untitled}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const MOST_SHOWN = 120;

function beginningOf({ content }: Reflection): string | null {
  const text = [content.said, content.heard, content.unsaid, content.request, content.gratitude].find((one) => one !== '') ?? null;
  return text !== null && text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} …` : text;
}
