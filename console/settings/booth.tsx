import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState, type CSSProperties } from 'react';
import type { Language, SentenceEntry } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';
import { FileButton } from '../components/file-button.tsx';
import { mayRecord } from '../components/tape.ts';
import { asWav, decoded, recordSentence, type Recorder, type Take } from './microphone.ts';
import { TakeEditor } from './take-editor.tsx';

interface BoothProps {
  readonly lang: Language;
  readonly sentence: SentenceEntry;
  /** Null: this is the last one that is open. */
  readonly onSkip: (() => void) | null;
  readonly onKept: () => Promise<void>;
}

type Stage =
  | { readonly at: 'ready' }
  | { readonly at: 'recording'; readonly recorder: Recorder }
  | { readonly at: 'taken'; readonly take: Take };

/** Where one sentence is recorded: read it aloud, cut it, listen, keep it. */
export function Booth({ lang, sentence, onSkip, onKept }: BoothProps) {
  const { ownVoice } = useLanguage().words;
  const show = useToast();
  const [stage, setStage] = useState<Stage>({ at: 'ready' });
  const [trouble, setTrouble] = useState<'refused' | 'noSound' | null>(null);
  const running = useRef<Recorder | null>(null);
  useEffect(() => () => running.current?.cancel(), []);

  const finish = async (recorder: Recorder): Promise<void> => {
    running.current = null;
    await taken(() => recorder.finish());
  };
  const begin = async (): Promise<void> => {
    setTrouble(null);
    try {
      const recorder: Recorder = await recordSentence(() => void finish(recorder));
      running.current = recorder;
      setStage({ at: 'recording', recorder });
    } catch {
      setTrouble('refused');
    }
  };
  const taken = async (take: () => Promise<Take>): Promise<void> => {
    setTrouble(null);
    try {
      setStage({ at: 'taken', take: await take() });
    } catch {
      setTrouble('noSound');
      setStage({ at: 'ready' });
    }
  };
  const keep = useMutation({
    mutationFn: (wav: Blob) => api.keepRecording(lang, sentence.words, wav),
    onSuccess: async (reply) => {
      if (!reply.ok) return;
      show({ text: ownVoice.kept(sentence.words) });
      await onKept();
    },
  });
  return (
    <section className="panel booth" aria-labelledby="booth-words">
      <p>{ownVoice.readAloud}</p>
      <h2 id="booth-words" lang={lang}>
        {sentence.words}
      </h2>
      {!mayRecord() && <p className="problem">{ownVoice.noMicrophone}</p>}
      {stage.at === 'recording' && (
        <>
          <Meter recorder={stage.recorder} />
          <p role="status">{ownVoice.recording}</p>
          <div className="row">
            <button type="button" className="button main" onClick={() => void finish(stage.recorder)}>
              {ownVoice.stop}
            </button>
            <button
              type="button"
              className="button quiet"
              onClick={() => {
                stage.recorder.cancel();
                running.current = null;
                setStage({ at: 'ready' });
              }}
            >
              {ownVoice.cancel}
            </button>
          </div>
        </>
      )}
      {stage.at === 'taken' && (
        <TakeEditor
          take={stage.take}
          keeping={keep.isPending}
          keepLabel={onSkip ? ownVoice.keep : ownVoice.keepOne}
          onKeep={(from, to) => keep.mutate(asWav(stage.take, from, to))}
        />
      )}
      {stage.at !== 'recording' && (
        <div className="row">
          {mayRecord() && (
            <button
              type="button"
              className={stage.at === 'taken' ? 'button' : 'button main'}
              onClick={() => {
                keep.reset();
                void begin();
              }}
            >
              {stage.at === 'taken' || sentence.recorded ? ownVoice.recordAgain : ownVoice.record}
            </button>
          )}
          <FileButton
            label={ownVoice.bring}
            accept="audio/*"
            quiet
            onFile={(file) => {
              keep.reset();
              void taken(async () => decoded(await file.arrayBuffer()));
            }}
          />
          {onSkip && (
            <button type="button" className="button quiet" onClick={onSkip}>
              {ownVoice.skip}
            </button>
          )}
        </div>
      )}
      {trouble && (
        <p className="problem" role="alert">
          {ownVoice[trouble]}
        </p>
      )}
      {keep.data?.ok === false && (
        <p className="problem" role="alert">
          {ownVoice.problem[keep.data.problem]}
        </p>
      )}
      {keep.isError && <Problem error={keep.error} />}
    </section>
  );
}

/** How loud somebody is, several times a second. */
function Meter({ recorder }: { recorder: Recorder }) {
  const { ownVoice } = useLanguage().words;
  const [level, setLevel] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setLevel((before) => Math.max(recorder.level(), before * 0.8)), 60);
    return () => window.clearInterval(timer);
  }, [recorder]);
  // The ear hears ratios: 60 dB from nothing to as loud as it can be.
  const share = level <= 0.001 ? 0 : 1 + (20 * Math.log10(level)) / 60;
  return (
    <span
      className={`meter large${level > 0.97 ? ' too-loud' : ''}`}
      role="img"
      aria-label={ownVoice.level}
      style={{ '--level': Math.max(0, share) } as CSSProperties}
    />
  );
}
