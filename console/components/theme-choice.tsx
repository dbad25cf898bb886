import { useEffect, useState } from 'react';
import { useLanguage } from '../language.tsx';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const STORED = 'danke-nein.theme';

/** Light, dark, or as the system says. */
export function ThemeChoice() {
  const { words } = useLanguage();
  const [theme, setTheme] = useState<Theme>(() => THEMES.find((one) => one === localStorage.getItem(STORED)) ?? 'auto');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(STORED, theme);
  }, [theme]);
  return (
    <label className="theme-choice">
      <span>{words.theme.label}</span>
      <select value={theme} onChange={(event) => setTheme(THEMES.find((one) => one === event.target.value) ?? 'auto')}>
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {words.theme[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
