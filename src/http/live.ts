import type { CallObserver } from '../attendant/attendant.ts';
import type { Lead } from '../attendant/lead.ts';
import type { CallEvent } from '../call/events.ts';
import { wordsHeard, type Segment } from '../call/utterance.ts';
import type { NewCall } from '../journal/store.ts';
import { timelineOf } from '../journal/timeline.ts';
import type { Saying } from '../speaking/playout.ts';
import type { LiveCall, LiveEvent, LiveState, SpokenItem } from './api.ts';

interface Watched {
  readonly call: NewCall;
  readonly events: CallEvent[];
  state: LiveState;
  lead: Lead | null;
  readonly words: { readonly atMs: number; readonly words: string }[];
}

export interface NumberedEvent {
  /** Grows by one; a client that lost its connection asks for what came after the last one. */
  readonly id: number;
  readonly event: LiveEvent;
}

/** How many events a client may have missed and still catch up. */
const REMEMBERED_EVENTS = 500;
/** Of what a caller said. */
const REMEMBERED_WORDS = 50;
/** With more calls at once nobody looks at each one's loudness, and telling it would be most of what is told. */
const MOST_METERS = 20;

const BEGINNING: LiveState = {
  answered: false,
  saying: null,
  tone: false,
  callerSpeaks: false,
  callerSays: null,
  recording: false,
  phones: null,
  hasSound: false,
  urgent: false,
  ended: false,
};

/** Observes running calls and tells whoever listens. It changes nothing. */
export class LiveCalls implements CallObserver {
  readonly #wordsOf: (segment: Segment) => string;
  readonly #watched = new Map<string, Watched>();
  readonly #listeners = new Set<(event: NumberedEvent) => void>();
  readonly #recent: NumberedEvent[] = [];
  #lastId: number;

  /** `firstId`: above every id of an earlier run, so that a client of that run gets a reset. */
  constructor(wordsOf: (segment: Segment) => string, firstId = 0) {
    this.#wordsOf = wordsOf;
    this.#lastId = firstId;
  }

  opened(call: NewCall): void {
    const state = { ...BEGINNING, hasSound: call.legTransport !== 'typed' };
    this.#watched.set(call.id, { call, events: [], state, lead: null, words: [] });
    this.#tellAbout(call.id);
  }

  event(callId: string, event: CallEvent): void {
    const watched = this.#watched.get(callId);
    if (!watched) return;
    watched.events.push(event);
    const state = nextState(watched.state, event);
    const visible = state !== watched.state || event.type !== 'wake';
    watched.state = state;
    if (visible) this.#tellAbout(callId);
  }

  saying(callId: string, saying: Saying): void {
    const watched = this.#watched.get(callId);
    if (!watched) return;
    const words = saying === 'tone' ? null : this.#wordsOf(saying);
    watched.state = { ...watched.state, saying: words, tone: saying === 'tone' };
    this.#tellAbout(callId);
  }

  leads(callId: string, lead: Lead): void {
    const watched = this.#watched.get(callId);
    if (!watched) return;
    watched.lead = lead;
    this.#tellAbout(callId);
  }

  words(callId: string, words: string): void {
    const watched = this.#watched.get(callId);
    if (!watched) return;
    watched.words.push({ atMs: watched.events.at(-1)?.atMs ?? 0, words });
    if (watched.words.length > REMEMBERED_WORDS) watched.words.shift();
    watched.state = { ...watched.state, callerSays: null };
    this.#tellAbout(callId);
  }

  partial(callId: string, words: string): void {
    const watched = this.#watched.get(callId);
    if (!watched || watched.state.callerSays === words) return;
    watched.state = { ...watched.state, callerSays: words };
    this.#tellAbout(callId);
  }

  /** Of this moment: whoever missed it, missed nothing. */
  level(callId: string, dbfs: number): void {
    if (this.#watched.size > MOST_METERS) return;
    for (const listener of this.#listeners) listener({ id: this.#lastId, event: { type: 'level', callId, dbfs } });
  }

  closed(callId: string): void {
    this.#watched.delete(callId);
    // What was said in it is gone with it.
    this.#recent.splice(0, this.#recent.length, ...this.#recent.filter(({ event }) => event.type !== 'call' || event.call.id !== callId));
    this.tell({ type: 'gone', callId });
  }

  get calls(): LiveCall[] {
    return [...this.#watched.values()].map((watched) => this.#pictureOf(watched));
  }

  tell(event: LiveEvent): void {
    const numbered = { id: ++this.#lastId, event };
    this.#recent.push(numbered);
    if (this.#recent.length > REMEMBERED_EVENTS) this.#recent.shift();
    for (const listener of this.#listeners) listener(numbered);
  }

  /** Listens from now on. Returns what was missed since `lastId` (or a reset, if that is unknown), and how to stop. */
  listen(lastId: number | null, listener: (event: NumberedEvent) => void): { missed: NumberedEvent[]; stop: () => void } {
    this.#listeners.add(listener);
    const oldest = this.#recent[0]?.id ?? this.#lastId + 1;
    const known = lastId !== null && lastId <= this.#lastId && lastId >= oldest - 1;
    const reset: NumberedEvent = { id: this.#lastId, event: { type: 'reset', calls: this.calls } };
    const missed = known ? this.#recent.filter((one) => one.id > lastId) : [reset];
    return { missed, stop: () => this.#listeners.delete(listener) };
  }

  #tellAbout(callId: string): void {
    const watched = this.#watched.get(callId);
    if (watched && this.#listeners.size > 0) this.tell({ type: 'call', call: this.#pictureOf(watched) });
    else this.#forgetRecent();
  }

  /** Nobody listens: instead of pictures that nobody sees, the next one to listen gets a reset. */
  #forgetRecent(): void {
    this.#lastId++;
    this.#recent.length = 0;
  }

  #pictureOf({ call, events, state, lead, words }: Watched): LiveCall {
    const { id, kind, approach, lang, callerNumber, callerName, contactName, startedAt } = call;
    return {
      id,
      kind,
      approach,
      lang,
      callerNumber,
      callerName,
      contactName,
      startedAt,
      state,
      lead,
      words: [...words],
      timeline: spoken(timelineOf(events), this.#wordsOf),
    };
  }
}

export function spoken(timeline: ReturnType<typeof timelineOf>, wordsOf: (segment: Segment) => string): SpokenItem[] {
  return timeline.map((item) =>
    item.kind === 'attendant_spoke' ? { ...item, words: wordsHeard(wordsOf(item.segment), item.toMs - item.fromMs, item.ofMs) } : item,
  );
}

function nextState(state: LiveState, event: CallEvent): LiveState {
  switch (event.type) {
    case 'offered':
      return event.phones === undefined ? state : { ...state, phones: 'free' };
    case 'phones_ring':
      return { ...state, phones: 'ringing', recording: false };
    case 'connected':
      return { ...state, phones: 'connected', saying: null, callerSpeaks: false, callerSays: null };
    case 'not_connected':
      return { ...state, phones: 'free' };
    case 'answered':
      return { ...state, answered: true };
    case 'alerted':
      return { ...state, urgent: true };
    case 'speech_started':
      return { ...state, callerSpeaks: true };
    case 'speech_ended':
      return { ...state, callerSpeaks: false };
    case 'no_words':
    case 'words_failed':
      return { ...state, callerSays: null };
    case 'segment_played':
      return event.complete ? state : { ...state, saying: null };
    case 'utterance_ended':
      return { ...state, saying: null };
    case 'tone_ended':
      return { ...state, tone: false, recording: event.complete };
    case 'message_saved':
    case 'message_not_saved':
      return { ...state, recording: false };
    case 'ended':
      return { ...state, saying: null, tone: false, callerSpeaks: false, callerSays: null, recording: false, ended: true };
    default:
      return state;
  }
}
