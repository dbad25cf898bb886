/** The timings of a call without any model, in ms. DESIGN targets; each is asserted by a golden scenario. */
export const TIMING = {
  /** Quiet after the answer: a calm start, and a predictive dialler gets the time to connect its agent. */
  settle: 700,
  /** A caller who speaks first is let finish: this pause, but at most this long. */
  settlePause: 600,
  settleCap: 5_000,
  /** Words over our sentences: we stop, and go on after this pause, but at most this long. */
  yieldPause: 800,
  yieldCap: 8_000,
  /** Silence after the tone before we ask, and from the end of that question to our goodbye. */
  firstSilence: 8_000,
  secondSilence: 7_000,
  /** A message ends after this silence, or when it is this long. */
  messageSilence: 5_000,
  messageCap: 180_000,
  /** Words that come without a voice, typed ones, are answered after this pause; how long those of a voice wait says `turn-end.ts`. */
  typedPause: 500,
  /** How long words may take to be understood. */
  understandingCap: 2_500,
  /** In a caller's turn this long we say once that we still listen; never "mhm", which agrees and poses as a person. */
  stillListening: 20_000,
  /** A caller's turn this long is answered although they still speak; silence this long is answered too. */
  turnCap: 30_000,
  answerSilence: 8_000,
  /** Somebody in need has all the time: the number once more after the first, the line is closed after the second silence. */
  careSilence: 30_000,
  careCap: 600_000,
  /** While the household's phones ring: a kind word again after so long, and a message after so long at the latest. */
  stillRinging: 18_000,
  /** Whoever takes a call in a browser is put through by then, should the words before it not come to their end. */
  takeCap: 10_000,
  connectCap: 120_000,
  /** How long the store may take before we say that saving did not work. */
  saveCap: 4_000,
  /** After a goodbye the line stays open; last words are heard out, but at most this long. */
  linger: 2_000,
  lingerPause: 1_000,
  lingerCap: 10_000,
  /** A caller who puts us on hold and does not come back. */
  holdCap: 600_000,
} as const;

/** After so many interruptions a sentence is spoken to its end: someone who talks on and on still learns what to do. */
export const MAX_INTERRUPTIONS = 3;
