import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Language, StoryContent } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { FileButton } from '../components/file-button.tsx';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';
import { shrunk } from './shrunk.ts';

interface StoryFieldsProps {
  readonly content: StoryContent;
  readonly onChange: (change: Partial<StoryContent>) => void;
}

/** What an author writes, and how it will look. */
export function StoryFields({ content, onChange }: StoryFieldsProps) {
  const { words } = useLanguage();
  const { editor } = words.experiences;
  const area = useRef<HTMLTextAreaElement>(null);
  const [looks, setLooks] = useState(false);
  const [tags, setTags] = useState(content.tags.join(', '));
  const insert = (text: string): void => {
    const at = area.current?.selectionEnd ?? content.body.length;
    onChange({ body: `${content.body.slice(0, at)}\n\n${text}\n\n${content.body.slice(at)}`.trim() });
  };
  return (
    <>
      <label className="field">
        <span>{editor.title}</span>
        <input value={content.title} maxLength={160} lang={content.lang} onChange={(event) => onChange({ title: event.target.value })} />
      </label>
      <div className="row" role="group" aria-label={editor.view}>
        <button type="button" className="button quiet" aria-pressed={!looks} onClick={() => setLooks(false)}>
          {editor.write}
        </button>
        <button type="button" className="button quiet" aria-pressed={looks} onClick={() => setLooks(true)}>
          {editor.preview}
        </button>
        {!looks && <PictureButton onPicture={insert} />}
      </div>
      {looks ? (
        <Preview body={content.body} lang={content.lang} />
      ) : (
        <div className="field">
          <label htmlFor="story-body">{editor.body}</label>
          <textarea
            id="story-body"
            ref={area}
            rows={16}
            maxLength={60_000}
            lang={content.lang}
            value={content.body}
            aria-describedby="story-body-hint"
            onChange={(event) => onChange({ body: event.target.value })}
          />
          <span id="story-body-hint" className="faint">
            {editor.bodyHint}
          </span>
        </div>
      )}
      <div className="side-by-side">
        <label className="field">
          <span>{editor.authorName}</span>
          <input
            value={content.authorName}
            maxLength={60}
            autoComplete="name"
            onChange={(event) => onChange({ authorName: event.target.value })}
          />
        </label>
        <label className="field">
          <span>{editor.dated}</span>
          <input
            type="date"
            required
            value={content.dated}
            onChange={(event) => event.target.value !== '' && onChange({ dated: event.target.value })}
          />
        </label>
        <label className="field">
          <span>{editor.category}</span>
          <input
            value={content.category ?? ''}
            maxLength={60}
            lang={content.lang}
            onChange={(event) => onChange({ category: event.target.value === '' ? null : event.target.value })}
          />
        </label>
        <label className="field">
          <span>
            {editor.tags} <span className="faint">({editor.tagsHint})</span>
          </span>
          <input
            value={tags}
            lang={content.lang}
            onChange={(event) => {
              setTags(event.target.value);
              onChange({ tags: tagsIn(event.target.value) });
            }}
          />
        </label>
        <label className="field">
          <span>{editor.lang}</span>
          <select value={content.lang} onChange={(event) => onChange({ lang: event.target.value as Language })}>
            <option value="de">Deutsch</option>
            <option value="en">English</option>
          </select>
        </label>
      </div>
    </>
  );
}

const MOST_TAGS = 12;
const LONGEST_TAG = 40;

function tagsIn(written: string): string[] {
  const tags = written.split(',').map((tag) => tag.trim().slice(0, LONGEST_TAG));
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, MOST_TAGS);
}

function Preview({ body, lang }: { body: string; lang: Language }) {
  const { words } = useLanguage();
  const preview = useQuery({ queryKey: ['story-preview', body], queryFn: () => api.previewStory(body), gcTime: 0 });
  if (preview.isError) return <Problem error={preview.error} retry={() => void preview.refetch()} />;
  if (!preview.data) return <p className="faint">{words.loading}</p>;
  // The server made it of Markdown: markup that an author writes stands in it as text.
  return <div className="panel story-preview" lang={lang} dangerouslySetInnerHTML={{ __html: preview.data.html }} />;
}

function PictureButton({ onPicture }: { onPicture: (markdown: string) => void }) {
  const { editor } = useLanguage().words.experiences;
  const show = useToast();
  const send = useMutation({
    mutationFn: async ({ file, alt }: { file: File; alt: string }) => ({ alt, ...(await api.sendPicture(await shrunk(file))) }),
    onSuccess: ({ id, alt }) => {
      onPicture(`![${alt.replaceAll(/[[\]\n]/gu, ' ')}](picture:${id})`);
      show({ text: editor.pictureSent });
    },
  });
  return (
    <>
      <FileButton
        label={editor.picture}
        accept="image/jpeg,image/png,image/webp"
        disabled={send.isPending}
        quiet
        onFile={(file) => {
          const alt = window.prompt(editor.alt);
          if (alt !== null && alt.trim() !== '') send.mutate({ file, alt: alt.trim() });
        }}
      />
      {send.isError && <Problem error={send.error} />}
    </>
  );
}
