import type { Language } from '../call/language.ts';

/** What a household decided about its public pages. */
export interface SiteSettings {
  /** Off until somebody switches it on. */
  readonly enabled: boolean;
  /** Where readers find it, such as `https://example.org`; null: where it listens. */
  readonly origin: string | null;
  readonly title: string;
  readonly tagline: string;
  /** In which readers are greeted who ask for neither. */
  readonly lang: Language;
  /** Markdown. */
  readonly imprint: string;
  readonly privacy: string;
  /** Whether comments can be written. */
  readonly comments: boolean;
  /** One colour, `#a63d24`; null: the one of this project. */
  readonly accent: string | null;
}

/** What has to be written before anybody may read: a site needs an imprint (DDG, section 5; MStV, section 18) and says what it keeps (GDPR, Art. 13). */
export function missingFor(site: Pick<SiteSettings, 'title' | 'imprint' | 'privacy'>): ('title' | 'imprint' | 'privacy')[] {
  return (['title', 'imprint', 'privacy'] as const).filter((field) => site[field].trim() === '');
}
