import type { SpokenItem } from '../../src/http/api.ts';
import { minutes } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useNarrow } from './use-narrow.ts';

const STEPS_MS = [5_000, 10_000, 30_000, 60_000, 300_000];
const MOST_TICKS = 8;
/** Labels of more would run into each other on a phone. */
const MOST_TICKS_NARROW = 3;

/** Who spoke when: a lane for each side, on one scale of time. */
export function TimelinePicture({ timeline, untilMs }: { timeline: readonly SpokenItem[]; untilMs: number }) {
  const { words } = useLanguage();
  const most = useNarrow() ? MOST_TICKS_NARROW : MOST_TICKS;
  const total = Math.max(1_000, untilMs);
  const step = STEPS_MS.find((one) => total / one <= most) ?? 600_000;
  const ticks = Array.from({ length: Math.floor(total / step) + 1 }, (_, index) => index * step);
  const place = (item: { fromMs: number; toMs: number }) => ({
    left: `${(100 * item.fromMs) / total}%`,
    width: `${Math.max(0.4, (100 * (item.toMs - item.fromMs)) / total)}%`,
  });
  const lane = (side: 'attendant' | 'caller') => timeline.filter((item) => item.kind === `${side}_spoke`);
  const marks = timeline.filter((item) => item.kind === 'tone' || item.kind === 'held' || (item.kind === 'moment' && item.what === 'key'));
  return (
    <figure className="picture" role="img" aria-label={words.call.picture}>
      {(['attendant', 'caller'] as const).map((side) => (
        <div key={side} className={`lane ${side}`}>
          <span className="lane-name">{words.call[side]}</span>
          <div className="lane-track">
            {lane(side).map((item) => (
              <span
                key={`${side}${item.fromMs}`}
                className="bar"
                style={place(item)}
                title={item.words ?? words.call.spoke(minutes(item.toMs - item.fromMs))}
              />
            ))}
            {marks.map((item) => (
              <span
                key={`${item.kind}${item.fromMs}`}
                className={`mark ${item.kind}`}
                style={place(item)}
                title={item.kind === 'tone' ? words.call.tone : words.call.held}
              />
            ))}
          </div>
        </div>
      ))}
      <div className="lane ticks" aria-hidden="true">
        <span className="lane-name" />
        <div className="lane-track">
          {ticks.map((tick) => (
            <span key={tick} className="tick" style={{ left: `${(100 * tick) / total}%` }}>
              {minutes(tick)}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}
