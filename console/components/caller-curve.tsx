import type { PracticeReply } from '../../src/http/api.ts';
import { useLanguage } from '../language.tsx';
import { useNarrow } from './use-narrow.ts';

const HEIGHT = 220;
const LEFT = 8;
const TOP = 12;
const BOTTOM = 28;
const KEYS = ['tension', 'pressure', 'hope', 'liking'] as const;

/** The caller's inner state over the talk: a line for each number, and the same as a table for those who do not see it. */
export function CallerCurve({ talk }: { talk: PracticeReply }) {
  const { curve } = useLanguage().words.practice;
  const narrow = useNarrow();
  // On a phone the letters of a wide picture would be too small to read.
  const width = narrow ? 320 : 640;
  const states = [talk.start, ...talk.turns.map(({ state }) => state)];
  const x = (index: number): number => LEFT + (index * (width - 2 * LEFT)) / Math.max(1, states.length - 1);
  const y = (value: number): number => TOP + ((100 - value) * (HEIGHT - TOP - BOTTOM)) / 100;
  return (
    <figure className="curve">
      <figcaption>
        <strong>{curve.title}</strong>
        <span className="curve-legend">
          {KEYS.map((key) => (
            <span key={key} className={`curve-key ${key}`}>
              {curve[key]}
            </span>
          ))}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
        {[0, 50, 100].map((value) => (
          <line key={value} className="curve-grid" x1={LEFT} x2={width - LEFT} y1={y(value)} y2={y(value)} />
        ))}
        {KEYS.map((key) => (
          <g key={key} className={`curve-line ${key}`}>
            <polyline points={states.map((state, index) => `${x(index)},${y(state[key])}`).join(' ')} />
            {states.map((state, index) => (
              <circle key={index} cx={x(index)} cy={y(state[key])} r="4" />
            ))}
          </g>
        ))}
        {states.map((_, index) => (
          <text key={index} x={x(index)} y={HEIGHT - 6} textAnchor={index === 0 ? 'start' : index === states.length - 1 ? 'end' : 'middle'}>
            {index === 0 ? curve.atFirst : index}
          </text>
        ))}
      </svg>
      <div className="unseen">
        <table>
          <caption>{curve.title}</caption>
          <thead>
            <tr>
              <th scope="col">{curve.when}</th>
              {KEYS.map((key) => (
                <th key={key} scope="col">
                  {curve[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {states.map((state, index) => (
              <tr key={index}>
                <th scope="row">{index === 0 ? curve.atFirst : curve.afterTurn(index)}</th>
                {KEYS.map((key) => (
                  <td key={key}>{state[key]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="faint">{curve.note}</p>
    </figure>
  );
}
