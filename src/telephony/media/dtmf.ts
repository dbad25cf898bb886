import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, samplesIn, type Pcm } from '../../call/audio.ts';
import { timestampDistance } from './rtp.ts';

/** Events 0..15 of RFC 4733 table 3. */
const DIGITS = '0123456789*#ABCD';

/** Keys follow each other by 80 ms at the least (ITU-T Q.24). The same key sooner is one key of a sender that counts time wrongly. */
const SHORTEST_STEP = samplesIn(40);

/** Tells keys from telephone-event payloads (RFC 4733 section 2.3): each event once, however often its packets come. */
export class DtmfReceiver {
  #last: { readonly digit: string; readonly timestamp: number; ended: boolean } | null = null;

  /** The digit, when this packet is the first of its event; else null. Durations are not looked at: a key counts when it begins. */
  push(timestamp: number, payload: Buffer): string | null {
    const digit = payload.length < 4 ? undefined : DIGITS[payload.readUInt8(0)];
    if (digit === undefined) return null;
    const last = this.#last;
    const ended = (payload.readUInt8(1) & 0x80) !== 0;
    if (timestamp === last?.timestamp) {
      last.ended ||= ended;
      return null;
    }
    const goesOn = last?.digit === digit && !last.ended && Math.abs(timestampDistance(last.timestamp, timestamp)) <= SHORTEST_STEP;
    this.#last = { digit, timestamp, ended };
    return goesOn ? null : digit;
  }
}

/** One packet of a key: its timestamp is the key's beginning, whenever it is sent (RFC 4733 section 2.5.1.2). */
export interface KeyEvent {
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

/** What a key is in one tick: packets, or a sound for a peer that takes no packets. */
export interface KeyTick {
  readonly events: readonly KeyEvent[];
  readonly tone: Pcm;
}

const PRESSED_TICKS = 120 / FRAME_MS;
const PAUSE_TICKS = 60 / FRAME_MS;
/** -10 dBm0, as telephones send it. */
const VOLUME = 10;
/** The end of a key is said three times, for one may be lost (RFC 4733 section 2.5.1.4). */
const ENDS = 3;
const MAX_WAITING = 32;

/** ITU-T Q.23, in Hz: a row's tone and a column's. */
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYPAD = '123A456B789C*0#D';
const TONE_LEVEL = 5_000;

/** Presses keys one after another, each for 120 ms with a pause behind it. */
export class DtmfSender {
  readonly #waiting: string[] = [];
  #tick = 0;
  #startedAt = 0;

  /** What is no key is passed over. */
  press(digit: string): void {
    if (DIGITS.includes(digit) && digit.length === 1 && this.#waiting.length < MAX_WAITING) this.#waiting.push(digit);
  }

  /** What to send now, `timestamp` being the next frame's; null: no key is pressed. */
  next(timestamp: number): KeyTick | null {
    const digit = this.#waiting[0];
    if (digit === undefined) return null;
    if (this.#tick === 0) this.#startedAt = timestamp;
    const tick = this.#tick++;
    if (tick >= PRESSED_TICKS) {
      if (tick === PRESSED_TICKS + PAUSE_TICKS - 1) {
        this.#waiting.shift();
        this.#tick = 0;
      }
      return tick === PRESSED_TICKS ? { events: ends(digit, this.#startedAt), tone: new Int16Array(FRAME_SAMPLES) } : null;
    }
    const event = { timestamp: this.#startedAt, marker: tick === 0, payload: payloadOf(digit, (tick + 1) * FRAME_SAMPLES, false) };
    return { events: [event], tone: toneOf(digit, tick) };
  }
}

function ends(digit: string, timestamp: number): KeyEvent[] {
  const payload = payloadOf(digit, PRESSED_TICKS * FRAME_SAMPLES, true);
  return Array.from({ length: ENDS }, () => ({ timestamp, marker: false, payload }));
}

function payloadOf(digit: string, duration: number, end: boolean): Buffer {
  const payload = Buffer.alloc(4);
  payload[0] = DIGITS.indexOf(digit);
  payload[1] = (end ? 0x80 : 0) | VOLUME;
  payload.writeUInt16BE(duration, 2);
  return payload;
}

function toneOf(digit: string, tick: number): Pcm {
  const at = KEYPAD.indexOf(digit);
  const row = ROWS[Math.floor(at / 4)] ?? 0;
  const column = COLUMNS[at % 4] ?? 0;
  const wave = (hz: number, sample: number): number => Math.sin((2 * Math.PI * hz * sample) / SAMPLE_RATE);
  return Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => {
    const sample = tick * FRAME_SAMPLES + i;
    return Math.round(TONE_LEVEL * (wave(row, sample) + wave(column, sample)));
  });
}
