import { useQuery } from '@tanstack/react-query';
import type { SettingsPage, SiteSettings } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { useLanguage } from '../language.tsx';
import { ChoiceRow, LongTextRow, TextRow } from './fields.tsx';
import { SectionForm } from './section-form.tsx';

/** The public pages: what stands on them, and whether they are there. */
export function SiteSection({ page, site }: { page: SettingsPage; site: SiteSettings }) {
  const { settings } = useLanguage().words;
  const { site: words, values } = settings;
  const status = useQuery({ queryKey: ['experiences', 'status'], queryFn: () => api.experiences(0) });
  const url = status.data?.site.url;
  return (
    <SectionForm
      section="site"
      value={site}
      changed={page.changed.includes('site')}
      hasFile={page.hasFile}
      tidy={(value) => ({ ...value, origin: value.origin?.trim() || null, accent: value.accent?.trim() || null })}
      title={words.title}
      lead={words.lead}
    >
      {({ enabled, origin, title, tagline, lang, imprint, privacy, comments, accent }, set) => (
        <>
          {!enabled && (imprint.trim() === '' || privacy.trim() === '') && <p className="faint">{words.needs}</p>}
          <ChoiceRow
            field="enabled"
            value={enabled ? 'on' : 'off'}
            options={[
              ['off', values.siteOff],
              ['on', values.siteOn],
            ]}
            onChange={(one) => set({ enabled: one === 'on' })}
          />
          {enabled && url !== undefined && <p className="faint">{words.port(url)}</p>}
          <TextRow field="title" value={title} onChange={(value) => set({ title: value })} />
          <TextRow field="tagline" value={tagline} onChange={(value) => set({ tagline: value })} />
          <ChoiceRow
            field="lang"
            value={lang}
            options={(['de', 'en'] as const).map((one) => [one, values[one]])}
            onChange={(one) => set({ lang: one })}
          />
          <LongTextRow field="imprint" rows={5} value={imprint} onChange={(value) => set({ imprint: value })} />
          <LongTextRow field="privacy" rows={8} value={privacy} onChange={(value) => set({ privacy: value })} />
          {privacy.trim() === '' && (
            <button type="button" className="button quiet" onClick={() => set({ privacy: words.privacyTemplate })}>
              {words.template}
            </button>
          )}
          <ChoiceRow
            field="comments"
            value={comments ? 'on' : 'off'}
            options={[
              ['on', values.commentsOn],
              ['off', values.commentsOff],
            ]}
            onChange={(one) => set({ comments: one === 'on' })}
          />
          <TextRow field="origin" type="url" value={origin ?? ''} onChange={(value) => set({ origin: value })} />
          <TextRow field="accent" value={accent ?? ''} onChange={(value) => set({ accent: value })} />
        </>
      )}
    </SectionForm>
  );
}
