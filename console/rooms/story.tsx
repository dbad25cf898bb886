import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Finding, StoryContent, StoryKept, StoryReply, StoryRequest } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { FindingsPanel, type Decisions } from '../experiences/findings-panel.tsx';
import { StoryFields } from '../experiences/story-fields.tsx';
import { localDay } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';

/** One story, new or kept. */
export function StoryRoom() {
  const { words, lang } = useLanguage();
  const { storyId } = useParams({ from: '/experiences/$storyId' });
  const { publish } = useSearch({ from: '/experiences/$storyId' });
  const isNew = storyId === 'new';
  const kept = useQuery({ queryKey: ['experiences', 'story', storyId], queryFn: () => api.story(storyId), enabled: !isNew });
  const server = useServer();
  const [today] = useState(() => localDay(Date.now()));
  if (kept.isError) return <Problem error={kept.error} retry={() => void kept.refetch()} />;
  if ((!isNew && !kept.data) || !server.data) return <p className="faint">{words.loading}</p>;
  const authorName = server.data.passwordSet ? (server.data.me?.name ?? '') : '';
  const begun: StoryContent = { title: '', body: '', lang, authorName, dated: today, category: null, tags: [] };
  return <Editor key={storyId} kept={kept.data ?? null} begun={kept.data ? contentOf(kept.data) : begun} askedBefore={publish === true} />;
}

/** `askedBefore`: whoever has just kept a new story wants to publish it. */
function Editor({ kept, begun, askedBefore }: { kept: StoryReply | null; begun: StoryContent; askedBefore: boolean }) {
  const { words } = useLanguage();
  const { experiences } = words;
  const { editor } = experiences;
  const show = useToast();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [content, setContent] = useState(begun);
  const [saved, setSaved] = useState(kept ? begun : null);
  /** What the author has to decide about; null: nobody has asked to publish. */
  const [findings, setFindings] = useState<readonly Finding[] | null>(askedBefore ? (kept?.findings ?? null) : null);
  const story = kept?.story ?? null;
  const unsaved = JSON.stringify(content) !== JSON.stringify(saved ?? begun);
  const isReady = content.title.trim() !== '' && content.authorName.trim() !== '';
  useBlocker({ shouldBlockFn: () => unsaved && !window.confirm(editor.leave), enableBeforeUnload: () => unsaved });

  const refresh = () => queries.invalidateQueries({ queryKey: ['experiences'] });
  const took = (reply: StoryReply): void => {
    setContent(contentOf(reply));
    setSaved(contentOf(reply));
    queries.setQueryData(['experiences', 'story', reply.story.id], reply);
  };
  const save = useMutation({
    mutationFn: async (): Promise<StoryReply | StoryKept> =>
      story ? api.keepStory(story.id, undecided(content)) : api.beginStory(content),
    onSuccess: async (reply) => {
      if ('kept' in reply && !reply.kept) return setFindings(reply.findings);
      took(reply);
      show({ text: editor.saved });
      await refresh();
      if (!story) await navigate({ to: '/experiences/$storyId', params: { storyId: reply.story.id }, replace: true, ignoreBlocker: true });
    },
  });
  /** Kept first, so that nothing is lost, whatever is decided then. */
  const askToPublish = useMutation({
    mutationFn: async () => {
      if (story?.state === 'published') return api.publishStory(story.id, undecided(content));
      return story ? api.keepStory(story.id, undecided(content)) : api.beginStory(content);
    },
    onSuccess: async (reply) => {
      if ('kept' in reply && !reply.kept) return setFindings(reply.findings);
      took(reply);
      if (story?.state === 'published') {
        show({ text: editor.isPublished });
        return refresh();
      }
      setFindings(reply.findings);
      if (!story)
        await navigate({
          to: '/experiences/$storyId',
          params: { storyId: reply.story.id },
          search: { publish: true },
          replace: true,
          ignoreBlocker: true,
        });
    },
  });
  const publish = useMutation({
    mutationFn: ({ id, decisions }: { id: string; decisions: Decisions }) => api.publishStory(id, { content, ...decisions }),
    onSuccess: async (reply) => {
      if (!reply.kept) return setFindings(reply.findings);
      took(reply);
      setFindings(null);
      await refresh();
      const { site } = await api.experiences(0);
      show({ text: site.enabled ? editor.isPublished : editor.siteOff });
    },
  });
  const withdraw = useMutation({
    mutationFn: (id: string) => api.unpublishStory(id),
    onSuccess: async (reply) => {
      queries.setQueryData(['experiences', 'story', reply.story.id], reply);
      show({ text: editor.unpublished });
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.deleteStory(id),
    onSuccess: async (_reply, id) => {
      show({ text: editor.deleted, undo: () => void api.restoreStory(id).then(refresh) });
      await navigate({ to: '/experiences', ignoreBlocker: true });
      await refresh();
    },
  });
  const error = save.error ?? askToPublish.error ?? publish.error ?? withdraw.error ?? remove.error;
  const isBusy = save.isPending || askToPublish.isPending || publish.isPending;
  return (
    <>
      <p>
        <Link to="/experiences">← {experiences.back}</Link>
      </p>
      <h1>
        {story ? story.title : editor.newTitle}
        {story && <span className="badge plain">{story.state === 'published' ? experiences.published : experiences.isDraft}</span>}
      </h1>
      <form
        className="story-editor"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <StoryFields content={content} onChange={(change) => setContent((before) => ({ ...before, ...change }))} />
        {error && <Problem error={error} />}
        <p className="row">
          {story?.state !== 'published' && (
            <button type="submit" className="button" disabled={!isReady || isBusy}>
              {editor.save}
            </button>
          )}
          <button
            type="button"
            className="button main"
            disabled={!isReady || isBusy || (story?.state === 'published' && !unsaved)}
            onClick={() => askToPublish.mutate()}
          >
            {story?.state === 'published' ? editor.publishAgain : editor.publish}
          </button>
          {story?.state === 'published' && (
            <button type="button" className="button" disabled={withdraw.isPending} onClick={() => withdraw.mutate(story.id)}>
              {editor.unpublish}
            </button>
          )}
          {story && (
            <button type="button" className="button quiet" disabled={remove.isPending} onClick={() => remove.mutate(story.id)}>
              {editor.delete}
            </button>
          )}
          {unsaved && <span className="faint">{isReady ? editor.unsaved : editor.missing}</span>}
        </p>
      </form>
      {findings && story && (
        <FindingsPanel
          key={findings.map(({ text }) => text).join('\n')}
          findings={findings}
          isBusy={publish.isPending}
          onCancel={() => setFindings(null)}
          onPublish={(decisions) => publish.mutate({ id: story.id, decisions })}
        />
      )}
    </>
  );
}

function contentOf({ story }: StoryReply): StoryContent {
  const { title, body, lang, authorName, dated, category, tags } = story;
  return { title, body, lang, authorName, dated, category, tags };
}

function undecided(content: StoryContent): StoryRequest {
  return { content, confirmed: [], replace: [] };
}
