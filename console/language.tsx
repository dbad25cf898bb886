import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { Language } from '../src/http/api.ts';
import { wordsIn, type Words } from '../src/words/words.ts';

interface Speaking {
  readonly lang: Language;
  readonly words: Words['console'];
  readonly setLang: (lang: Language) => void;
}

const STORED = 'danke-nein.lang';
const Context = createContext<Speaking | null>(null);

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'de' || stored === 'en') return stored;
  return navigator.language.startsWith('en') ? 'en' : 'de';
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = lang;
    localStorage.setItem(STORED, lang);
  }, [lang]);
  return <Context value={{ lang, words: wordsIn(lang).console, setLang }}>{children}</Context>;
}

export function useLanguage(): Speaking {
  const speaking = useContext(Context);
  if (!speaking) throw new Error('useLanguage needs a LanguageProvider');
  return speaking;
}
