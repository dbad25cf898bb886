import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SiteStatus, StorySummary } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { Moving } from '../experiences/moving.tsx';
import { PersonData } from '../experiences/person-data.tsx';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';
import { dayAsWritten } from '../format.ts';

/** What the household tells, and where readers find it. */
export function Experiences() {
  const { words } = useLanguage();
  const { experiences } = words;
  const pages = useInfiniteQuery({
    queryKey: ['experiences', 'list'],
    queryFn: ({ pageParam }) => api.experiences(pageParam),
    initialPageParam: 0,
    getNextPageParam: ({ count }, all) => {
      const shown = all.reduce((sum, { stories }) => sum + stories.length, 0);
      return shown < count ? shown : undefined;
    },
  });
  const first = pages.data?.pages[0];
  const stories = pages.data?.pages.flatMap((page) => page.stories) ?? [];
  return (
    <>
      <h1>{experiences.title}</h1>
      <p className="lead">{experiences.lead}</p>
      <p className="row">
        <Link to="/experiences/$storyId" params={{ storyId: 'new' }} className="button main">
          {experiences.write}
        </Link>
        <Link to="/experiences/comments" search={{ state: 'waiting' }} className="button">
          {first && first.waiting > 0 ? experiences.waiting(first.waiting) : experiences.toComments}
        </Link>
      </p>
      {pages.isPending && <p className="faint">{words.loading}</p>}
      {pages.isError && <Problem error={pages.error} retry={() => void pages.refetch()} />}
      {first && <Site site={first.site} />}
      {first?.hasDemo && <Demo />}
      {first?.count === 0 && <p className="faint">{experiences.none}</p>}
      <ul className="notes">
        {stories.map((story) => (
          <StoryRow key={story.id} story={story} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <button type="button" className="button" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {experiences.more}
        </button>
      )}
      {first && (
        <div className="side-by-side">
          <Moving />
          <PersonData />
        </div>
      )}
    </>
  );
}

function StoryRow({ story }: { story: StorySummary }) {
  const { words, lang } = useLanguage();
  const { experiences } = words;
  return (
    <li>
      <Link to="/experiences/$storyId" params={{ storyId: story.id }} lang={story.lang}>
        {story.title}
      </Link>
      <span className={story.state === 'published' ? 'badge plain' : 'badge'}>
        {story.state === 'published' ? experiences.published : experiences.isDraft}
      </span>
      {story.demo && <span className="badge plain">{experiences.demo}</span>}
      <br />
      <span className="faint">
        {dayAsWritten(lang, story.dated)}
        {story.comments > 0 && <> · {experiences.comments(story.comments)}</>}
        {story.tags.length > 0 && <> · {story.tags.join(', ')}</>}
      </span>
    </li>
  );
}

function Site({ site }: { site: SiteStatus }) {
  const { experiences } = useLanguage().words;
  const mayChange = useServer().data?.me?.role === 'owner';
  const said = site.failed ? experiences.site.failed(site.port) : site.enabled ? experiences.site.on(site.url) : experiences.site.off;
  return (
    <section className="panel" aria-labelledby="site-title">
      <h2 id="site-title">{experiences.site.title}</h2>
      <p className={site.failed ? 'problem' : undefined}>{said}</p>
      <p className="row">
        {site.enabled && !site.failed && (
          <a href={site.url} className="button" target="_blank" rel="noreferrer">
            {experiences.site.look}
          </a>
        )}
        {mayChange && (
          <Link to="/settings" hash="site" className="button">
            {experiences.site.settings}
          </Link>
        )}
      </p>
    </section>
  );
}

function Demo() {
  const { experiences } = useLanguage().words;
  const show = useToast();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: api.removeDemo,
    onSuccess: async () => {
      show({ text: experiences.demoRemoved });
      await queries.invalidateQueries({ queryKey: ['experiences'] });
    },
  });
  return (
    <p className="row">
      <span>{experiences.demoLead}</span>
      <button type="button" className="button quiet" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {experiences.removeDemo}
      </button>
      {remove.isError && <Problem error={remove.error} />}
    </p>
  );
}
