import type { Move } from './moves.ts';
import type { Persona } from './persona.ts';

/** What goes on in a simulated caller, each from 0 to 100. Made up for practice; nobody's real state is ever inferred. */
export interface CallerState {
  /** How close they are to shouting. */
  readonly tension: number;
  /** How likely a sale seems to them. */
  readonly hope: number;
  /** How much they need a sale today: under pressure everything else weighs more. */
  readonly pressure: number;
  /** How well they like whom they speak with. */
  readonly liking: number;
}

export const DIFFICULTIES = ['gentle', 'ordinary', 'hard'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

interface Scale {
  readonly tension: number;
  readonly nerves: number;
  readonly persistence: number;
}

const SCALES: Readonly<Record<Difficulty, Scale>> = {
  gentle: { tension: -10, nerves: 0.75, persistence: 0.8 },
  ordinary: { tension: 0, nerves: 1, persistence: 1 },
  hard: { tension: 10, nerves: 1.25, persistence: 1.4 },
};

/**
 * What each move does to an even-tempered caller. The order of size follows what the notes on telemarketing and NVC say (validation
 * calms, "calm down" does not; a stall is rebooked, a plain no with thanks closes the matter); the numbers are chosen.
 */
const EFFECTS: Readonly<Record<Move, Partial<CallerState>>> = {
  clear_no: { tension: 4, hope: -34, pressure: 5 },
  soft_no: { tension: -2, hope: 8, pressure: -4 },
  thanks: { tension: -8, pressure: -3, liking: 9 },
  regrets: { tension: -5, liking: 6 },
  wishes_well: { tension: -6, pressure: -4, liking: 8 },
  empathy_guess: { tension: -18, pressure: -16, liking: 15 },
  asks_for_no_calls: { hope: -20 },
  asks_who: { tension: 2, hope: -2 },
  asks_back: { hope: 16, liking: 3 },
  takes_back: { liking: -6 },
  complains_back: { tension: 12, hope: -8, liking: -4 },
  calls_back_known: { tension: 4, hope: -45 },
  blames: { tension: 24, pressure: 5, liking: -16 },
  demands: { tension: 12, hope: -10, liking: -8 },
  calms_down: { tension: 20, liking: -10 },
  mocks: { tension: 16, pressure: 4, liking: -12 },
  insults: { tension: 32, pressure: 6, liking: -25 },
  threatens: { tension: 15, hope: -30, liking: -15 },
  bare_yes: { tension: -2, hope: 18, pressure: -6 },
  agrees: { tension: -10, hope: 45, pressure: -30 },
  gives_data: { hope: 14 },
  says_goodbye: { hope: -18 },
};

/** Talking costs hope: even where nobody says no, it runs out, and the call ends. */
const HOPE_PER_TURN = -4;
/** Every call that goes on is one that is not sold yet. */
const PRESSURE_PER_TURN = 2;

export function startState({ start }: Persona, difficulty: Difficulty): CallerState {
  return inRange({ ...start, tension: start.tension + SCALES[difficulty].tension });
}

/**
 * What an utterance does to a caller. Empathy in it never lets the tension rise, whatever else is said; a bare yes always lets the hope rise.
 */
export function react(state: CallerState, moves: ReadonlySet<Move>, persona: Persona, difficulty: Difficulty): CallerState {
  const scale = SCALES[difficulty];
  // At a pressure of 50 a caller takes things as they are.
  const strain = 0.7 + (0.6 * state.pressure) / 100;
  let [tension, hope, pressure, liking] = [0, HOPE_PER_TURN, PRESSURE_PER_TURN, 0];
  for (const move of moves) {
    const effect = EFFECTS[move];
    const rise = effect.tension ?? 0;
    tension += rise > 0 ? rise * persona.nerves * scale.nerves * strain : rise;
    const gain = (effect.hope ?? 0) * (move === 'bare_yes' ? persona.trapsYes : 1);
    hope += gain < 0 ? gain / (persona.persistence * scale.persistence) : gain;
    pressure += effect.pressure ?? 0;
    liking += effect.liking ?? 0;
  }
  const kind = moves.has('thanks') || moves.has('regrets') || moves.has('empathy_guess');
  // Nothing is left to push against.
  if (kind && moves.has('clear_no')) hope -= 10 / (persona.persistence * scale.persistence);
  if (moves.has('empathy_guess')) tension = Math.min(0, tension);
  if (moves.has('bare_yes')) hope = Math.max(1, hope);
  return inRange({
    tension: state.tension + tension,
    hope: state.hope + hope,
    pressure: state.pressure + pressure,
    liking: state.liking + liking,
  });
}

function inRange({ tension, hope, pressure, liking }: CallerState): CallerState {
  const bounded = (value: number): number => Math.round(Math.min(100, Math.max(0, value)));
  return { tension: bounded(tension), hope: bounded(hope), pressure: bounded(pressure), liking: bounded(liking) };
}
