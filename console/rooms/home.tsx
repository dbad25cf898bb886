import { Link } from '@tanstack/react-router';
import { Cord } from '../components/shell.tsx';
import { Today } from '../components/today.tsx';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';

/** The first page: people first, then the machine. */
export function Home() {
  const { words } = useLanguage();
  const server = useServer();
  const { home, experiences } = words;
  const sip = server.data?.sip;
  const sipUri = `sip:${sip?.addresses[0] ?? '127.0.0.1'}:${sip?.port ?? 5060}`;
  return (
    <>
      <section className="hero">
        <h1>{home.title}</h1>
        <p className="lead">{home.lead}</p>
      </section>
      <Today />
      <section aria-labelledby="stories">
        <h2 id="stories">{home.storiesTitle}</h2>
        <div className="stories">
          <Story story={home.angry} mood="angry" />
          <Story story={home.kind} mood="kind" />
        </div>
      </section>
      <section className="invitation" aria-labelledby="be-caller">
        <div>
          <h2 id="be-caller">{home.beCallerTitle}</h2>
          <p>{home.beCaller}</p>
          <p className="faint">{home.orByPhone(sipUri)}</p>
        </div>
        <Link to="/try" className="button main">
          {home.beCallerButton}
        </Link>
      </section>
      <section aria-labelledby="answer">
        <h2 id="answer">{home.answerTitle}</h2>
        <p>{home.answer}</p>
        <div className="card-to-print">
          <Cord />
          {home.card.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        <p className="row no-print">
          <button type="button" className="button" onClick={() => window.print()}>
            {home.print}
          </button>
          <Link to="/practice" className="button">
            {home.practise}
          </Link>
          {server.data?.hasSite && (
            <Link to="/experiences" className="button">
              {experiences.title}
            </Link>
          )}
        </p>
      </section>
    </>
  );
}

interface StoryText {
  readonly title: string;
  readonly lines: readonly (readonly string[])[];
  readonly end: string;
}

function Story({ story, mood }: { story: StoryText; mood: 'angry' | 'kind' }) {
  return (
    <article className={`story ${mood}`}>
      <h3>{story.title}</h3>
      {story.lines.map(([who, line]) => (
        <p key={line} className={`bubble ${who ?? ''}`}>
          {line}
        </p>
      ))}
      <p className="story-end">{story.end}</p>
    </article>
  );
}
