import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportLine } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { FileButton } from '../components/file-button.tsx';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';

type Course =
  | { readonly at: 'rest' | 'failed' }
  | {
      readonly at: 'running' | 'done';
      readonly percent: number;
      readonly stories: number;
      readonly comments: number;
      readonly skipped: number;
    }
  | { readonly at: 'refused'; readonly error: Error };

const BEGINNING = { at: 'running', percent: 0, stories: 0, comments: 0, skipped: 0 } as const;

/** Everything as a file, and a WordPress site's export taken in, with how far that is. */
export function Moving() {
  const { words, lang } = useLanguage();
  const { moving } = words.experiences;
  const queries = useQueryClient();
  const [course, setCourse] = useState<Course>({ at: 'rest' });
  const take = async (file: File): Promise<void> => {
    setCourse(BEGINNING);
    let last: Extract<Course, { at: 'running' | 'done' }> = BEGINNING;
    let failed = false;
    try {
      for await (const line of linesOf(await api.importStories(file, lang))) {
        if (line.type === 'failed') failed = true;
        if (line.type !== 'progress') continue;
        const { stories, comments, skipped, bytes } = line;
        last = { at: 'running', percent: Math.floor((100 * bytes) / file.size), stories, comments, skipped };
        setCourse(last);
      }
      setCourse(failed ? { at: 'failed' } : { ...last, at: 'done' });
    } catch (error) {
      setCourse({ at: 'refused', error: error instanceof Error ? error : new Error('import') });
    }
    await queries.invalidateQueries({ queryKey: ['experiences'] });
  };
  return (
    <section className="panel narrow" aria-labelledby="moving-title">
      <h2 id="moving-title">{moving.title}</h2>
      <p>
        <a className="button" href="/api/experiences/export" download>
          {moving.export}
        </a>
      </p>
      <p className="faint">{moving.importHint}</p>
      <FileButton
        label={moving.import}
        accept=".xml,text/xml,application/xml"
        disabled={course.at === 'running'}
        onFile={(file) => void take(file)}
      />
      <div role="status">
        {course.at === 'running' && (
          <>
            <progress max={100} value={course.percent} aria-label={moving.import} />
            <p>{moving.running(course.stories, course.comments, course.percent)}</p>
          </>
        )}
        {course.at === 'done' && <p>{moving.done(course.stories, course.comments, course.skipped)}</p>}
        {course.at === 'failed' && <p className="problem">{moving.failed}</p>}
        {course.at === 'refused' && <Problem error={course.error} />}
      </div>
    </section>
  );
}

/** Lines of JSON, as they come. */
async function* linesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<ImportLine> {
  const reader = body?.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) return;
    const lines = (rest + piece.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as ImportLine;
  }
}
