import { ApiProblem } from '../api-client.ts';
import { useLanguage } from '../language.tsx';

/** An error in words, with what can be done about it. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const { words } = useLanguage();
  const code = error instanceof ApiProblem ? error.code : 'internal';
  return (
    <div className="problem" role="alert">
      <p>{words.errors[code]}</p>
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
