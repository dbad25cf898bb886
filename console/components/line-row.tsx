import { useMutation } from '@tanstack/react-query';
import type { LineHealth, LineTestReply } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { aheadAt, seconds } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { Problem } from './problem.tsx';

/** A line: how it stands, in words, and a call to itself that shows whether callers get through. */
export function LineRow({ line, now }: { line: LineHealth; now: number }) {
  const { words, lang } = useLanguage();
  const test = useMutation({ mutationFn: () => api.testLine(line.id) });
  return (
    <div className="line">
      <span className={`line-health ${line.state}`}>
        {line.id}: {line.state === 'unreachable' ? words.lines.unreachable[line.problem ?? 'busy'] : words.lines[line.state]}
        {line.quietUntil !== null && `; ${words.home.quietUntil(aheadAt(lang, words, line.quietUntil, now))}`}
      </span>
      {line.state === 'registered' && (
        <button type="button" className="button quiet small" disabled={test.isPending} onClick={() => test.mutate()}>
          {test.isPending ? words.lines.testing : words.lines.test}
        </button>
      )}
      <span className="line-result" aria-live="polite">
        {test.isSuccess && resultText(test.data)}
      </span>
      {test.isError && <Problem error={test.error} />}
    </div>
  );

  /** Nobody hears a difference below a tenth of a second. */
  function shortTime(ms: number): string {
    return seconds(lang, Math.max(100, ms));
  }

  function resultText(result: LineTestReply): string {
    if (!result.ok) return words.lines.testProblem[result.problem];
    return words.lines.testGood(shortTime(result.arrivedMs), shortTime(result.soundMs));
  }
}
