import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ApproachEvidence, EvidenceReply } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { PARTINGS } from '../components/tap-row.tsx';
import { minutes, percent, signed } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';

/** Which way of answering works, as far as the calls can tell. */
export function Evidence() {
  const { words } = useLanguage();
  const { evidence } = words;
  const found = useQuery({ queryKey: ['evidence'], queryFn: api.evidence });
  return (
    <>
      <p>
        <Link to="/calls">← {words.call.back}</Link>
      </p>
      <h1>{evidence.title}</h1>
      <p className="lead">{evidence.lead}</p>
      {found.isPending && <p className="faint">{words.loading}</p>}
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.data && (found.data.approaches.length === 0 ? <Nothing /> : <Shares found={found.data} />)}
    </>
  );
}

function Nothing() {
  const { words } = useLanguage();
  const hearsWords = useServer().data?.hearsWords;
  return (
    <section className="empty">
      <p>{words.evidence.none}</p>
      {hearsWords === false && <p className="faint">{words.evidence.levelZero}</p>}
      <Link to="/practice" className="button">
        {words.practice.title}
      </Link>
    </section>
  );
}

function Shares({ found }: { found: EvidenceReply }) {
  const { words, lang } = useLanguage();
  const { evidence } = words;
  const { verdict } = found;
  return (
    <>
      <p className="verdict">
        {verdict.kind === 'better'
          ? evidence.verdict.better(evidence.approach[verdict.approach], verdict.calls, percent(lang, verdict.probability))
          : evidence.verdict[verdict.kind](verdict.calls)}
      </p>
      <ul className="legend" aria-hidden="true">
        {PARTINGS.map((parting) => (
          <li key={parting} className={parting}>
            {evidence.partings[parting]}
          </li>
        ))}
      </ul>
      {found.approaches.map((one) => (
        <Approach key={`${one.handler} ${one.approach}`} found={one} />
      ))}
      {found.topics.length > 1 && (
        <section aria-labelledby="topics">
          <h2 id="topics">{evidence.topics}</h2>
          <ul className="weeks">
            {found.topics.map(({ topic, kindly }) => (
              <li key={topic}>
                <span>{evidence.topic[topic]}</span>
                <span className="week-bar" aria-hidden="true">
                  <span style={{ width: `${(100 * kindly.count) / kindly.of}%` }} />
                </span>
                <span>{evidence.ofTopic(kindly.count, kindly.of)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="faster">
        <h2 id="faster">{evidence.how}</h2>
        <p>{evidence.howText}</p>
        <p className="faint">{evidence.prior}</p>
      </section>
    </>
  );
}

function Approach({ found }: { found: ApproachEvidence }) {
  const { words, lang } = useLanguage();
  const { evidence } = words;
  const { kindly } = found;
  const [low, high] = [percent(lang, kindly.low), percent(lang, kindly.high)];
  return (
    <section className="approach" aria-labelledby={`${found.handler}-${found.approach}`}>
      <h2 id={`${found.handler}-${found.approach}`}>
        {evidence.approach[found.approach]}{' '}
        <span className="faint">
          {evidence.handler[found.handler]} · {evidence.calls(found.calls)}
        </span>
      </h2>
      <p
        className="shares"
        role="img"
        aria-label={PARTINGS.map((parting) => `${evidence.partings[parting]}: ${found.partings[parting]}`).join(', ')}
      >
        {PARTINGS.map(
          (parting) =>
            found.partings[parting] > 0 && (
              <span key={parting} className={`part ${parting}`} style={{ flexGrow: found.partings[parting] }}>
                {found.partings[parting]}
              </span>
            ),
        )}
      </p>
      <div className="interval" role="img" aria-label={evidence.interval(low, high)}>
        <span className="interval-range" style={{ left: `${100 * kindly.low}%`, right: `${100 * (1 - kindly.high)}%` }} />
        <span className="interval-mean" style={{ left: `${100 * kindly.mean}%` }} />
      </div>
      <p>{evidence.share(kindly.count, kindly.of, low, high)}</p>
      <p className="faint">
        {found.medianMs !== null && <>{evidence.median(minutes(found.medianMs))} </>}
        {evidence.again(found.calledAgain.count, found.calledAgain.of)}
        {found.mood && <> {evidence.mood(signed(lang, found.mood.change), found.mood.calls)}</>}
      </p>
    </section>
  );
}
