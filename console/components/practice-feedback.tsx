import type { Ending, Moment, PracticeReply } from '../../src/http/api.ts';
import { useLanguage } from '../language.tsx';
import { CallerCurve } from './caller-curve.tsx';

/** After a practice: how it ended, how the caller was doing, and which sentences did what. */
export function PracticeFeedback({ talk, ending, onFrom }: { talk: PracticeReply; ending: Ending; onFrom: (turn: number) => void }) {
  const { practice } = useLanguage().words;
  return (
    <section className="feedback" aria-labelledby="ending">
      <h2 id="ending" tabIndex={-1}>
        {practice.ending[ending].title}
      </h2>
      <p>{practice.ending[ending].text}</p>
      {talk.turns.length > 0 && <CallerCurve talk={talk} />}
      {talk.turns.length > 0 && <h3>{practice.feedback}</h3>}
      {talk.turns.length > 0 && talk.moments.length === 0 && <p className="faint">{practice.noMoments}</p>}
      <ol className="lessons">
        {talk.moments.map((moment) => (
          <MomentCard key={`${moment.turn} ${moment.kind}`} moment={moment} onFrom={onFrom} />
        ))}
      </ol>
    </section>
  );
}

function MomentCard({ moment, onFrom }: { moment: Moment; onFrom: (turn: number) => void }) {
  const { practice } = useLanguage().words;
  const { title, why, better } = practice.moments[moment.kind];
  const { helped } = moment;
  return (
    <li className={`lesson ${helped ? 'helped' : 'slip'}`}>
      <p className="lesson-kind">{helped ? practice.helped : practice.tryDifferently}</p>
      <h4>{title}</h4>
      <blockquote>{moment.sentence}</blockquote>
      <p className="faint">{changeOf(moment, practice)}</p>
      <p>{why}</p>
      {moment.behind && (
        <p>{practice.behind(moment.behind.feelings.join(` ${practice.or} `), moment.behind.needs.join(` ${practice.or} `))}</p>
      )}
      {better !== null && (
        <p>
          {practice.better} <strong>{better}</strong>
        </p>
      )}
      {!helped && (
        <button type="button" className="button" onClick={() => onFrom(moment.turn)}>
          {practice.fromHere}
        </button>
      )}
    </li>
  );
}

/** What the turn changed, as far as it can be felt. */
function changeOf({ change }: Moment, practice: ReturnType<typeof useLanguage>['words']['practice']): string {
  const felt = (['tension', 'pressure', 'hope', 'liking'] as const).filter((key) => Math.abs(change[key]) >= 3);
  return felt.length === 0 ? practice.change.none : felt.map((key) => practice.change[key](change[key])).join(' · ');
}
