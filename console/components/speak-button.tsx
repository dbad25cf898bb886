import { useEffect, useRef, useState } from 'react';
import type { Language } from '../../src/http/api.ts';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';
import { browserHearing, serverHearing, type Hearing } from './hearing.ts';

/**
 * Speaking instead of typing: by the household's own recogniser, else by the browser's, and only after the person has agreed where
 * the sound leaves this house.
 */
export function SpeakButton({ lang, onWords }: { lang: Language; onWords: (words: string) => void }) {
  const { practice } = useLanguage().words;
  const server = useServer().data;
  const [agreed, setAgreed] = useState(false);
  const [state, setState] = useState<'idle' | 'listening' | 'understanding' | 'failed' | 'no_microphone'>('idle');
  const running = useRef<Hearing | null>(null);
  useEffect(() => () => running.current?.cancel(), []);
  const byServer = server?.hearsWords === true;
  const listen = byServer ? serverHearing() : browserHearing();
  if (!listen) return window.isSecureContext ? null : <span className="faint">{practice.needsHttps}</span>;
  const goesTo = byServer ? (server.wordsGoTo === null ? null : practice.speakGoesTo(server.wordsGoTo)) : practice.speakConsent;

  const begin = async (): Promise<void> => {
    if (goesTo !== null && !agreed && !window.confirm(goesTo)) return;
    setAgreed(true);
    try {
      running.current = await listen(lang);
    } catch {
      return setState('no_microphone');
    }
    setState('listening');
    const words = await running.current.heard.catch(() => '');
    running.current = null;
    setState(words === '' ? 'failed' : 'idle');
    if (words !== '') onWords(words);
  };
  const finish = (): void => {
    setState('understanding');
    running.current?.finish();
  };
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-pressed={state === 'listening'}
        disabled={state === 'understanding'}
        onClick={() => (state === 'listening' ? finish() : void begin())}
      >
        {state === 'listening' ? practice.speakDone : state === 'understanding' ? practice.understanding : practice.speak}
      </button>
      <span role="status" className="faint">
        {state === 'listening' && practice.listening}
        {state === 'failed' && practice.speakFailed}
        {state === 'no_microphone' && practice.noMicrophone}
      </span>
    </>
  );
}
