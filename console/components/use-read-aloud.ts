import { useEffect, useRef, useState } from 'react';
import type { Language } from '../../src/http/api.ts';
import { api } from '../api-client.ts';

/** Reads the caller's words aloud with the server's voice, one at a time; off until it is wanted. */
export function useReadAloud(lang: Language) {
  const [on, setOn] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const playing = useRef<HTMLAudioElement | null>(null);
  const wanted = useRef(0);

  const stop = (): void => {
    wanted.current++;
    playing.current?.pause();
    playing.current = null;
  };
  useEffect(() => stop, []);

  const speak = async (words: string): Promise<void> => {
    stop();
    const mine = wanted.current;
    try {
      const url = URL.createObjectURL(await api.practiceVoice(lang, words));
      if (mine !== wanted.current) return URL.revokeObjectURL(url);
      const audio = new Audio(url);
      playing.current = audio;
      audio.addEventListener('ended', () => URL.revokeObjectURL(url));
      await audio.play();
      setProblem(null);
    } catch (error) {
      if (mine === wanted.current && error instanceof Error) setProblem(error);
    }
  };

  return {
    on,
    problem,
    /** `words`: what is read at once when it is switched on. */
    setOn(next: boolean, words: string): void {
      setOn(next);
      if (next) void speak(words);
      else stop();
    },
    read(words: string): void {
      if (on) void speak(words);
    },
  };
}
