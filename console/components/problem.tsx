import { codeOf } from '../api-client.ts';
import { useLanguage } from '../language.tsx';

/** An error in words, with what can be done about it. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const { words } = useLanguage();
  return (
    <div className="problem" role="alert">
      <p>{words.errors[codeOf(error)]}</p>
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
