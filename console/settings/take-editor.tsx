import { useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage } from '../language.tsx';
import { seconds } from '../format.ts';
import { asWav, spokenPart, type Take } from './microphone.ts';

interface TakeEditorProps {
  readonly take: Take;
  readonly keeping: boolean;
  readonly keepLabel: string;
  readonly onKeep: (from: number, to: number) => void;
}

const BARS = 120;
/** A sentence needs at least so much between its ends, as a share of the take. */
const LEAST = 0.02;

/** A take as it looks, its ends to be moved, to be listened to and kept. It begins where somebody speaks. */
export function TakeEditor({ take, keeping, keepLabel, onKeep }: TakeEditorProps) {
  const { lang, words } = useLanguage();
  const { ownVoice } = words;
  const { length } = take.samples;
  const [[from, to], setEnds] = useState(() => spokenPart(take).map((at) => at / length) as [number, number]);
  const bars = useMemo(() => barsOf(take.samples), [take]);
  const player = useRef<HTMLAudioElement>(null);
  const cut: [number, number] = [Math.round(from * length), Math.round(to * length)];
  const url = useMemo(() => URL.createObjectURL(asWav(take, Math.round(from * length), Math.round(to * length))), [take, from, to, length]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const time = (share: number): string => seconds(lang, (1000 * share * length) / take.rate);
  return (
    <div className="take">
      <svg className="wave" viewBox={`0 0 ${BARS} 40`} preserveAspectRatio="none" role="img" aria-label={ownVoice.take}>
        {bars.map((bar, at) => {
          const height = Math.max(0.6, 38 * bar);
          const inside = at / BARS >= from && at / BARS <= to;
          return <rect key={at} className={inside ? 'inside' : ''} x={at + 0.15} y={20 - height / 2} width={0.7} height={height} />;
        })}
      </svg>
      <End label={ownVoice.from} time={time(from)} value={from} onChange={(value) => setEnds([Math.min(value, to - LEAST), to])} />
      <End label={ownVoice.to} time={time(to)} value={to} onChange={(value) => setEnds([from, Math.max(value, from + LEAST)])} />
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the sentence stands above, word for word */}
      <audio ref={player} src={url} />
      <div className="row">
        <button type="button" className="button" onClick={() => void player.current?.play()}>
          {ownVoice.play}
        </button>
        <button type="button" className="button main" disabled={keeping} onClick={() => onKeep(...cut)}>
          {keepLabel}
        </button>
      </div>
    </div>
  );
}

interface EndProps {
  readonly label: string;
  readonly time: string;
  /** As a share of the take. */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function End({ label, time, value, onChange }: EndProps) {
  return (
    <label className="field">
      <span>
        {label} ({time})
      </span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.005}
        value={value}
        aria-valuetext={time}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
    </label>
  );
}

/** How loud each part is, against the loudest. */
function barsOf(samples: Float32Array): number[] {
  const size = Math.max(1, Math.floor(samples.length / BARS));
  const peaks = Array.from({ length: BARS }, (_, at) =>
    samples.subarray(at * size, (at + 1) * size).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
  );
  const loudest = Math.max(...peaks, 0.001);
  return peaks.map((peak) => peak / loudest);
}
