import { useEffect, useRef, useState } from 'react';
import type { Language } from '../../src/http/api.ts';
import { useLanguage } from '../language.tsx';

/** The Web Speech API's recogniser, as far as it is used here; browsers have it under one of two names, or not at all. */
interface Recogniser {
  lang: string;
  interimResults: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onend: (() => void) | null;
  onerror: (() => void) | null;
  start(): void;
  abort(): void;
}

const TAGS: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

function recogniserClass(): (new () => Recogniser) | null {
  const names = window as unknown as Record<string, (new () => Recogniser) | undefined>;
  return names['SpeechRecognition'] ?? names['webkitSpeechRecognition'] ?? null;
}

/** Speaking instead of typing, where the browser can, and only after the person has agreed to where their words go. */
export function SpeakButton({ lang, onWords }: { lang: Language; onWords: (words: string) => void }) {
  const { practice } = useLanguage().words;
  const [agreed, setAgreed] = useState(false);
  const [state, setState] = useState<'idle' | 'listening' | 'failed'>('idle');
  const running = useRef<Recogniser | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const Class = recogniserClass();
  if (!Class) return null;

  const listen = (): void => {
    if (!agreed && !window.confirm(practice.speakConsent)) return;
    setAgreed(true);
    const recogniser = new Class();
    running.current = recogniser;
    let heard = '';
    recogniser.lang = TAGS[lang];
    recogniser.interimResults = false;
    recogniser.onresult = ({ results }) => {
      heard = results[0]?.[0]?.transcript ?? '';
    };
    recogniser.onerror = () => {
      heard = '';
    };
    recogniser.onend = () => {
      running.current = null;
      setState(heard === '' ? 'failed' : 'idle');
      if (heard !== '') onWords(heard);
    };
    setState('listening');
    recogniser.start();
  };
  return (
    <>
      <button type="button" className="button small" disabled={state === 'listening'} onClick={listen}>
        {state === 'listening' ? practice.listening : practice.speak}
      </button>
      <span role="status" className="faint">
        {state === 'failed' && practice.speakFailed}
      </span>
    </>
  );
}
