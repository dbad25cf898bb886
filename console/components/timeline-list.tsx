import type { Language, SpokenItem } from '../../src/http/api.ts';
import type { Words } from '../../src/words/words.ts';
import { decibels, minutes, percent, seconds, signed } from '../format.ts';
import { useLanguage } from '../language.tsx';

/** The course of a call in words, in order of time. */
export function TimelineList({ timeline }: { timeline: readonly SpokenItem[] }) {
  const { words, lang } = useLanguage();
  return (
    <ol className="turns">
      {timeline.filter(hasWords).map((item, index) => (
        <li key={`${index}${item.kind}`} className={`turn ${item.kind}`}>
          <time>{minutes(item.fromMs)}</time>
          <div>{describe(item, words, lang)}</div>
        </li>
      ))}
    </ol>
  );
}

/** A sentence that was cut off before its first word was heard shows in the picture only. */
export function hasWords(item: SpokenItem): boolean {
  return item.kind !== 'attendant_spoke' || item.words !== '';
}

function describe(item: SpokenItem, words: Words['console'], lang: Language) {
  switch (item.kind) {
    case 'attendant_spoke':
      return (
        <>
          <span className="who">{words.call.attendant}</span>
          <span lang={item.segment.lang}>{item.words}</span>
          {!item.complete && <em className="faint"> … ({words.call.cut})</em>}
        </>
      );
    case 'caller_spoke':
      return (
        <>
          <span className="who">{words.call.caller}</span>
          {words.call.spoke(seconds(lang, item.toMs - item.fromMs))}, {words.call.loudness(decibels(lang, item.levelDbfs))}
        </>
      );
    case 'caller_words':
      return (
        <>
          <span className="who">{words.call.caller}</span>
          {words.call.quoted(item.said)}
        </>
      );
    case 'voice_raised':
      return words.call.voiceRaised(...raised(item, lang));
    case 'understood':
      return words.call.understood(words.call.purpose[item.purpose], percent(lang, item.confidence));
    case 'tone':
      return words.call.tone;
    case 'held':
      return `${words.call.held}, ${minutes(item.toMs - item.fromMs)}`;
    case 'moment':
      return item.what === 'key' ? words.call.key(item.digit ?? '') : words.call[item.what];
  }
}

/** As figures with their signs: what was observed, and no name for it. */
function raised({ db, pitchPct, ratePct }: Extract<SpokenItem, { kind: 'voice_raised' }>, lang: Language): [string, string | null, string] {
  return [`${signed(lang, db)} dB`, pitchPct === null ? null : `${signed(lang, pitchPct)} %`, `${signed(lang, ratePct)} %`];
}
