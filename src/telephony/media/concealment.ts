import { FRAME_SAMPLES, samplesIn, type Pcm } from '../../call/audio.ts';

/** The time that is looked back on: long enough for two periods of the deepest voice. */
const HISTORY = samplesIn(60);
/** Periods of voices, 66 to 200 Hz. */
const SHORTEST_PERIOD = samplesIn(5);
const LONGEST_PERIOD = samplesIn(15);
const COMPARED = samplesIn(20);
/** What is made up begins to fade after this, and is silent after that: longer is more disturbing than a gap. */
const FADES_FROM = samplesIn(10);
const SILENT_FROM = samplesIn(60);
/** Made-up and real sound are faded into each other for so long. */
const OVERLAP = samplesIn(5);

/**
 * Makes lost frames less audible: the last period of the voice is repeated, and fades (the principle of ITU-T G.711
 * Appendix I).
 */
export class Concealment {
  readonly #history = new Int16Array(HISTORY);
  #period = 0;
  /** Samples made up since the last real one. */
  #madeUp = 0;

  /** Takes a frame that has arrived, and gives it back; after a loss its beginning is faded in. */
  arrived(frame: Pcm): Pcm {
    if (this.#madeUp > 0) {
      for (let i = 0; i < OVERLAP; i++) {
        const share = (i + 1) / (OVERLAP + 1);
        frame[i] = Math.round((frame[i] ?? 0) * share + this.#next() * (1 - share));
      }
      this.#madeUp = 0;
    }
    this.#history.copyWithin(0, FRAME_SAMPLES);
    this.#history.set(frame, HISTORY - FRAME_SAMPLES);
    return frame;
  }

  /** A frame in place of one that is lost. */
  lost(): Pcm {
    if (this.#madeUp === 0) this.#period = periodOf(this.#history);
    const frame = new Int16Array(FRAME_SAMPLES);
    if (this.#madeUp < SILENT_FROM) for (let i = 0; i < FRAME_SAMPLES; i++) frame[i] = Math.round(this.#next());
    else this.#madeUp += FRAME_SAMPLES;
    return frame;
  }

  #next(): number {
    const gain = Math.max(0, 1 - Math.max(0, this.#madeUp - FADES_FROM) / (SILENT_FROM - FADES_FROM));
    const sample = this.#history[HISTORY - this.#period + (this.#madeUp % this.#period)] ?? 0;
    this.#madeUp++;
    return sample * gain;
  }
}

/** The lag at which the last stretch of sound is most like the one before it. */
function periodOf(history: Pcm): number {
  let best = SHORTEST_PERIOD;
  let bestLikeness = -Infinity;
  for (let lag = SHORTEST_PERIOD; lag <= LONGEST_PERIOD; lag++) {
    let product = 0;
    let energy = 1;
    for (let i = HISTORY - COMPARED; i < HISTORY; i++) {
      const before = history[i - lag] ?? 0;
      product += (history[i] ?? 0) * before;
      energy += before * before;
    }
    const likeness = product / Math.sqrt(energy);
    if (likeness <= bestLikeness) continue;
    best = lag;
    bestLikeness = likeness;
  }
  return best;
}
