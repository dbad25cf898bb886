import { Link } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Language, SentenceEntry } from '../../src/http/api.ts';
import { api, recordingUrl } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { dateAndTime } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { Booth } from '../settings/booth.tsx';

type Group = SentenceEntry['group'];

const GROUPS = ['every_call', 'conversation'] as const;
/** The sentences for conversations are many, and most people record the others first. */
const SHOWN = 30;

/** The attendant's sentences in one's own voice: the next one to record, and all of them. */
export function OwnVoice() {
  const { lang: pageLang, words } = useLanguage();
  const { ownVoice } = words;
  const [lang, setLang] = useState<Language>(pageLang);
  const [chosen, setChosen] = useState<string | null>(null);
  const booth = useRef<HTMLDivElement>(null);
  const queries = useQueryClient();
  const page = useQuery({ queryKey: ['sentences', lang], queryFn: () => api.sentences(lang) });
  const sentences = page.data?.sentences ?? [];
  const open = sentences.filter(({ recorded }) => recorded === null);
  const current = sentences.find((one) => one.words === chosen) ?? open[0] ?? null;
  const after = (one: SentenceEntry): string | null => open[open.findIndex(({ words: text }) => text === one.words) + 1]?.words ?? null;
  const choose = (text: string): void => {
    setChosen(text);
    booth.current?.scrollIntoView({ block: 'nearest' });
    booth.current?.focus();
  };
  return (
    <>
      <p>
        <Link to="/settings">← {words.settings.lines.back}</Link>
      </p>
      <h1>{ownVoice.title}</h1>
      <p className="lead">{ownVoice.lead}</p>
      <fieldset className="row">
        <legend className="unseen">{ownVoice.language}</legend>
        {(['de', 'en'] as const).map((one) => (
          <label key={one} className="choice">
            <input
              type="radio"
              name="lang"
              checked={lang === one}
              onChange={() => {
                setLang(one);
                setChosen(null);
              }}
            />
            {ownVoice.languages[one]}
          </label>
        ))}
      </fieldset>
      {page.isError && <Problem error={page.error} retry={() => void page.refetch()} />}
      {page.isPending && <p className="faint">{words.loading}</p>}
      {page.data && (
        <>
          <div ref={booth} tabIndex={-1} className="booth-place">
            {current ? (
              <Booth
                key={`${lang}/${current.words}`}
                lang={lang}
                sentence={current}
                onSkip={after(current) === null ? null : () => setChosen(after(current))}
                onKept={async () => {
                  const next = after(current);
                  await queries.invalidateQueries({ queryKey: ['sentences', lang] });
                  setChosen(next);
                }}
              />
            ) : (
              <p className="panel narrow">{ownVoice.allDone}</p>
            )}
          </div>
          {GROUPS.map((group) => (
            <Sentences
              key={`${lang}/${group}`}
              group={group}
              lang={lang}
              all={sentences}
              current={current?.words ?? null}
              onChoose={choose}
            />
          ))}
        </>
      )}
    </>
  );
}

interface SentencesProps {
  readonly group: Group;
  readonly lang: Language;
  readonly all: readonly SentenceEntry[];
  readonly current: string | null;
  readonly onChoose: (words: string) => void;
}

function Sentences({ group, lang, all, current, onChoose }: SentencesProps) {
  const { ownVoice } = useLanguage().words;
  const [everything, setEverything] = useState(false);
  const mine = all.filter((one) => one.group === group);
  const done = mine.filter(({ recorded }) => recorded !== null).length;
  const shown = everything ? mine : mine.slice(0, SHOWN);
  return (
    <section aria-labelledby={`sentences-${group}`}>
      <h2 id={`sentences-${group}`}>{ownVoice[group]}</h2>
      <p>{ownVoice[`${group}Lead`]}</p>
      <p className="row">
        <progress max={mine.length} value={done} aria-label={ownVoice[group]} />
        <span>{ownVoice.progress(done, mine.length)}</span>
      </p>
      <ul className="sentences">
        {shown.map((one) => (
          <Sentence key={one.words} sentence={one} lang={lang} isCurrent={one.words === current} onChoose={onChoose} />
        ))}
      </ul>
      {shown.length < mine.length && (
        <button type="button" className="button quiet" onClick={() => setEverything(true)}>
          {ownVoice.more(mine.length)}
        </button>
      )}
    </section>
  );
}

interface SentenceProps {
  readonly sentence: SentenceEntry;
  readonly lang: Language;
  readonly isCurrent: boolean;
  readonly onChoose: (words: string) => void;
}

function Sentence({ sentence: { words, recorded }, lang, isCurrent, onChoose }: SentenceProps) {
  const { lang: pageLang, words: texts } = useLanguage();
  const { ownVoice } = texts;
  const queries = useQueryClient();
  const show = useToast();
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['sentences', lang] });
  const restore = useMutation({ mutationFn: () => api.restoreRecording(lang, words), onSettled: refresh });
  const remove = useMutation({
    mutationFn: () => api.removeRecording(lang, words),
    onSuccess: () => show({ text: ownVoice.removed, undo: () => restore.mutate() }),
    onSettled: refresh,
  });
  return (
    <li className={isCurrent ? 'current' : ''} aria-current={isCurrent ? 'step' : undefined}>
      <div>
        <p lang={lang}>{words}</p>
        {recorded && (
          <p className="faint">
            <span className="badge plain">{ownVoice.done}</span> {ownVoice.by(recorded.by, dateAndTime(pageLang, recorded.at))}
          </p>
        )}
        {recorded && <audio controls preload="none" aria-label={ownVoice.asHeard(words)} src={recordingUrl(lang, words, recorded.at)} />}
      </div>
      <div className="row">
        <button
          type="button"
          className="button quiet"
          aria-label={`${recorded ? ownVoice.recordAgain : ownVoice.choose}: ${words}`}
          onClick={() => onChoose(words)}
        >
          {recorded ? ownVoice.recordAgain : ownVoice.choose}
        </button>
        {recorded && (
          <button
            type="button"
            className="button quiet"
            aria-label={`${ownVoice.remove}: ${words}`}
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {ownVoice.remove}
          </button>
        )}
      </div>
      {(remove.error ?? restore.error) && <Problem error={remove.error ?? restore.error} />}
    </li>
  );
}
