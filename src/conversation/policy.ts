import type { CallEvent } from '../call/events.ts';
import type { Understood } from '../call/understood.ts';
import { utterance } from './phrases/catalogue.ts';
import { asked } from './asked.ts';
import { connected, connecting, notConnected, ringPhones } from './connecting.ts';
import { hold, resume } from './holding.ts';
import type { Action, Room, State, Step } from './state.ts';
import { MAX_INTERRUPTIONS, TIMING } from './timing.ts';
import {
  also,
  announcedFirst,
  close,
  finish,
  hangUp,
  jumpToTone,
  linger,
  discardMessage,
  recorderEnds,
  recordingFull,
  sameSegment,
  save,
  say,
  speak,
  startRecording,
  stay,
  stopSpeaking,
  tone,
} from './steps.ts';
import { LONGEST_PAUSE_MS, turnPause, withPause } from './turn-end.ts';
import { careCloses, hasSaidAll, needsCare } from './care/care.ts';
import { careWords, hear, isCaring, noteSlots, replyTo } from './turns.ts';
import { disclosure, greetingOf, knownGreeting, phrases, thanks } from './wording.ts';

/** Raised whenever the same events may lead to other decisions, so that a replay knows which rules were in force. */
export const POLICY_VERSION = 7;

/**
 * Decides what happens next in a call. What is said where words are understood, the dialogue's table decides; this
 * policy gives and takes the word, and leads a call without understood words (level 0) all by itself. Pure: the same
 * state and event always give the same step. Every room below handles the events that matter in it and ignores the rest.
 */
export function step(state: State, event: CallEvent): Step {
  if (state.room === 'done') return stay(state);
  const noted = note(state, event);
  if (event.type === 'ended') return callEnded(noted);
  if (event.type === 'connected') return connected(noted);
  if (event.type === 'not_connected') return notConnected(noted, event.atMs);
  if (event.type === 'line_sound' && !['idle', 'connected'].includes(state.room)) return nobodyIsThere(noted, event.sound);
  if (event.type === 'held' && state.room !== 'idle' && state.room !== 'connected') return hold(noted, event.atMs);
  if (event.type === 'resumed') return resume(noted, event.atMs);
  if (noted.held && event.type === 'wake') return finish(noted, [hangUp]);
  if (noted.held) return stay(noted);
  if (event.type === 'command') return asked(noted, event.command, event.atMs);
  if (mustCareNow(noted)) return careNow(noted, event.atMs);
  return ROOMS[state.room](noted, event);
}

type Handler = (state: State, event: CallEvent) => Step;

const ROOMS: Readonly<Record<Exclude<Room, 'done'>, Handler>> = {
  idle(state, event) {
    if (event.type !== 'answered') return stay(state);
    const pending = state.setting.approach === 'known_caller' ? knownGreeting(state) : greetingOf(state);
    return stay({
      ...state,
      room: 'yielding',
      pending,
      pause: TIMING.settlePause,
      capAt: event.atMs + TIMING.settleCap,
      wakeAt: event.atMs + TIMING.settle,
    });
  },

  yielding(state, event) {
    if (isHeard(event) && !state.callerSpeaks) return stay({ ...state, wakeAt: Math.min(state.capAt, turnEnds(state, event.atMs)) });
    if (event.type === 'speech_started') return stay({ ...state, wakeAt: state.capAt });
    if (event.type === 'speech_ended') {
      return stay({ ...state, wakeAt: Math.min(state.capAt, Math.max(event.atMs, event.toMs + state.pause)) });
    }
    if (event.type === 'wake')
      return state.unanswered || state.wordsFailed || state.wish ? reply(state, event.atMs) : speak(state, event.atMs);
    if (event.type === 'key' && state.next !== 'linger') return jumpToTone(state);
    return stay(state);
  },

  speaking(state, event) {
    if (event.type === 'speech_started') return state.next === 'words' ? givesTheWord(state, event.atMs) : interrupted(state, event.atMs);
    if (event.type === 'key') return jumpToTone(state);
    if (event.type === 'understood' && state.next === 'words') return givesTheWord(state, event.atMs);
    if (event.type !== 'utterance_ended' || !event.complete) return stay(state);
    if (state.next === 'words') return stay({ ...state, room: 'conversing', wakeAt: event.atMs + silenceFor(state) });
    return { state: { ...state, room: 'tone', wakeAt: null }, actions: [tone] };
  },

  conversing(state, event) {
    if (event.type === 'speech_started') return stay({ ...state, stillListened: false, wakeAt: event.atMs + TIMING.stillListening });
    if (event.type === 'speech_ended') return stay({ ...state, wakeAt: wordsCome(state, event.atMs) });
    if (isHeard(event) && !state.callerSpeaks) return stay({ ...state, wakeAt: turnEnds(state, event.atMs) });
    if (event.type === 'no_words' && !state.callerSpeaks && onlyNoise(state)) return speak(state, event.atMs);
    if (event.type === 'key') return jumpToTone(state);
    if (event.type !== 'wake') return stay(state);
    if (state.callerSpeaks && !state.stillListened && !state.wish) return stillListens(state, event.atMs);
    if (wasLongSilent(state)) return closesWithTheNumber(state, event.atMs);
    return onlyNoise(state) ? speak({ ...state, unanswered: null }, event.atMs) : reply(state, event.atMs);
  },

  tone(state, event) {
    if (event.type !== 'tone_ended') return stay(state);
    const recording = { ...state, capAt: event.atMs + TIMING.messageCap };
    if (state.callerSpeaks) return { ...messageBegins(recording), actions: [startRecording] };
    const silence = isCaring(state) ? TIMING.careSilence : TIMING.firstSilence;
    return { state: { ...recording, room: 'listening', wakeAt: event.atMs + silence }, actions: [startRecording] };
  },

  listening(state, event) {
    if (event.type === 'speech_started') return messageBegins(state);
    if (event.type === 'wake' && isCaring(state)) return staysOpen(state, event.atMs);
    if (event.type === 'wake') return say({ ...state, room: 'prompting' }, phrases(state, 'nothing_heard'));
    return stay(state);
  },

  prompting(state, event) {
    if (event.type === 'speech_started') return also([stopSpeaking], messageBegins(state));
    if (event.type === 'utterance_ended' && event.complete) return stay({ ...state, wakeAt: event.atMs + TIMING.secondSilence });
    if (event.type === 'wake') return say({ ...state, room: 'leaving' }, phrases(state, 'hanging_up'));
    return stay(state);
  },

  leaving(state, event) {
    if (event.type === 'speech_started') return also([stopSpeaking], messageBegins(state));
    if (event.type === 'utterance_ended' && event.complete) return stay({ ...state, wakeAt: event.atMs + TIMING.linger });
    if (event.type === 'wake') return finish(state, [hangUp]);
    return stay(state);
  },

  recording(state, event) {
    if (event.type === 'speech_started') return stay({ ...state, wakeAt: state.capAt });
    if (event.type === 'speech_ended') {
      const silence = state.messageFull ? TIMING.yieldPause : isCaring(state) ? TIMING.careSilence : TIMING.messageSilence;
      return stay({ ...state, wakeAt: Math.min(state.capAt, Math.max(event.atMs, event.toMs + silence)) });
    }
    if (event.type !== 'wake') return stay(state);
    return event.atMs >= state.capAt && !state.messageFull ? recordingFull(state, event.atMs) : save(state, event.atMs);
  },

  saving(state, event) {
    const kept = event.type === 'message_saved';
    const lost = event.type === 'message_not_saved' || event.type === 'wake';
    if (isCaring(state) && (kept || lost)) return afterTheMessage(state, kept);
    if (kept) return close(state, event.atMs, thanks(state));
    if (lost) return close(state, event.atMs, phrases(state, 'not_saved', 'goodbye'));
    return stay(state);
  },

  connecting,

  connected(state, event) {
    if (event.type === 'phone_left') return finish({ ...state, endRequested: true }, [hangUp]);
    return event.type === 'transferred' ? finish(state, [hangUp]) : stay(state);
  },

  closing(state, event) {
    if (event.type === 'speech_started') return interrupted(state, event.atMs);
    if (event.type === 'utterance_ended' && event.complete) return linger(state, event.atMs);
    return stay(state);
  },

  lingering(state, event) {
    if (event.type === 'speech_started') return stay({ ...state, wakeAt: state.capAt });
    if (event.type === 'speech_ended')
      return stay({ ...state, wakeAt: Math.min(state.capAt, Math.max(event.atMs, event.toMs + TIMING.lingerPause)) });
    if (event.type === 'wake') return finish(state, [hangUp]);
    return stay(state);
  },
};

/** What every room remembers: who is speaking, and which sentences were heard to their end. */
function note(state: State, event: CallEvent): State {
  if (event.type === 'speech_started') {
    const ownPauses = pausesWith(state, event.fromMs);
    return { ...state, callerSpeaks: true, spokeSince: true, wordsCame: false, silentSince: null, ownPauses };
  }
  if (event.type === 'speech_ended') return { ...state, callerSpeaks: false, silentSince: event.toMs };
  if (event.type === 'understood') return understood({ ...state, wordsFailed: false, wordsCame: true }, event.heard);
  if (event.type === 'words_failed') return { ...state, wordsFailed: true };
  if (event.type === 'message_saved') return { ...state, kept: 'saved' };
  if (event.type === 'message_not_saved') return { ...state, kept: 'not_saved' };
  if (event.type !== 'segment_played' || !event.complete) return state;
  const [first, ...rest] = state.pending;
  const pending = first && sameSegment(first, event.segment) ? rest : state.pending;
  return { ...state, pending, heard: new Set([...state.heard, event.segment.phraseId]) };
}

function isHeard({ type }: CallEvent): boolean {
  return type === 'understood' || type === 'words_failed';
}

/** Whoever goes on in the same turn has paused; so has somebody over whose next words we began to speak. */
function pausesWith({ ownPauses, silentSince, spokeSince, room }: State, fromMs: number): readonly number[] {
  const isSameTurn = spokeSince || room === 'speaking';
  return silentSince === null || !isSameTurn ? ownPauses : withPause(ownPauses, fromMs - silentSince);
}

/** What was said last has become words already, or they are waited for: not for long where others can be answered. */
function wordsCome(state: State, atMs: number): number {
  if (state.wordsCame) return turnEnds(state, atMs);
  return atMs + (state.unanswered ? LONGEST_PAUSE_MS : TIMING.understandingCap);
}

/** The pause that ends a turn counts from the caller's last voice, however long it takes to make words of it. */
function turnEnds({ silentSince, unanswered, ownPauses }: State, atMs: number): number {
  if (silentSince === null) return atMs + TIMING.typedPause;
  return Math.max(atMs, silentSince + turnPause(unanswered?.listens ? 1 : unanswered?.ended, ownPauses));
}

function understood(state: State, heard: Understood): State {
  if (!state.dialogue) return state;
  // Somebody in need is heard wherever the call stands, also in the midst of a message.
  if (['yielding', 'speaking', 'conversing'].includes(state.room) || (needsCare(null, heard) && state.room !== 'connected'))
    return hear(state, heard);
  return { ...state, dialogue: noteSlots(state.dialogue, heard) };
}

/** Where words are understood, whoever speaks over us has the word; sentences that are never let finish are spoken out. */
function givesTheWord(state: State, atMs: number): Step {
  if (state.interruptions >= MAX_INTERRUPTIONS) return stay(state);
  const wakeAt = state.callerSpeaks ? atMs + TIMING.turnCap : turnEnds(state, atMs);
  return also([stopSpeaking], stay({ ...state, room: 'conversing', wakeAt, interruptions: state.interruptions + 1 }));
}

/** The caller speaks for long: they hear once that somebody listens, and have the word. */
function stillListens(state: State, atMs: number): Step {
  const words = announcedFirst(state, phrases(state, ...disclosure(state), 'still_listening'));
  const wakeAt = atMs + TIMING.turnCap - TIMING.stillListening;
  return { state: { ...state, stillListened: true, wakeAt }, actions: [{ type: 'say', utterance: words }] };
}

/** Somebody coughed, a machine beeped, or the caller said "mhm": what was cut off is said after all. */
function onlyNoise({ unanswered, wordsFailed, wish, spokeSince, pending }: State): boolean {
  const saidNothing = unanswered === null ? spokeSince : unanswered.listens === true;
  return saidNothing && !wordsFailed && !wish && pending.length > 0;
}

/** The dialogue answers; a message leads to the tone, an ending to the goodbye. */
function reply(state: State, atMs: number): Step {
  if (!state.dialogue) return speak(state, atMs);
  if (state.wordsFailed && state.unanswered === null && !state.wish) return withoutWords(state);
  const { dialogue, answer } = replyTo(state, state.dialogue);
  const { wish: _, ...rest } = state;
  const words = [...utterance(dialogue.lang, state.setting.slots, ...disclosure(state)), ...answer.utterance];
  const noted: Action[] = [
    ...(answer.alert && !state.alerted ? [{ type: 'alert' as const }] : []),
    ...(answer.heldBack ? [{ type: 'note_held_back' as const, phraseId: 'worded', why: answer.heldBack }] : []),
  ];
  const answered: State = {
    ...rest,
    dialogue,
    unanswered: null,
    spokeSince: false,
    interruptions: 0,
    alerted: state.alerted || answer.alert,
  };
  if (answer.route === 'put_through') return also(noted, ringPhones(answered, atMs, words));
  if (answer.ended) return also(noted, close({ ...answered, callerSpeaks: false }, atMs, words));
  const invites = answer.utterance.some(({ phraseId }) => phraseId === 'care_tone' || phraseId === 'care_tone_du');
  const next = answer.route === 'take_message' && (dialogue.care === null || invites) ? 'tone' : 'words';
  return also(noted, say({ ...answered, next, room: 'speaking' }, words));
}

/** How long we wait for the caller after our own words, in ms. Silence answers our question as soon as in any other call. */
function silenceFor({ dialogue }: State): number {
  const care = dialogue?.care ?? null;
  if (care === null || care.asked !== null) return TIMING.answerSilence;
  return hasSaidAll(care) ? TIMING.careCap : TIMING.careSilence;
}

/** Where words are answered as they come, the caller's turn decides; in every other room need is answered at the next pause. */
function mustCareNow({ room, unanswered, callerSpeaks, dialogue }: State): boolean {
  if (dialogue === null || unanswered?.need === undefined || callerSpeaks || !needsCare(null, unanswered)) return false;
  return ['tone', 'listening', 'prompting', 'recording', 'saving', 'leaving', 'closing', 'lingering', 'connecting'].includes(room);
}

/** What was recorded so far is kept; phones that ring ring on. */
function careNow(state: State, atMs: number): Step {
  if (state.room === 'connecting') return stay({ ...state, unanswered: null });
  const answered = reply({ ...state, next: 'words' }, atMs);
  return also([stopSpeaking, ...recorderEnds(state)], answered);
}

/** Nothing was said after the tone: that is all right. The line stays open. */
function staysOpen(state: State, atMs: number): Step {
  return { state: { ...state, room: 'conversing', next: 'words', wakeAt: atMs + TIMING.careCap }, actions: [discardMessage] };
}

function afterTheMessage(state: State, kept: boolean): Step {
  const { dialogue } = state;
  if (dialogue === null) return stay(state);
  const words = kept ? careWords(dialogue, 'care_saved') : phrases(state, 'not_saved');
  return say({ ...state, room: 'speaking', next: 'words', messageBegun: false, spokeSince: false, unanswered: null }, words);
}

/** Ten minutes without a sound. */
function wasLongSilent(state: State): boolean {
  const { dialogue, unanswered, spokeSince } = state;
  const care = dialogue?.care ?? null;
  return care !== null && hasSaidAll(care) && unanswered === null && !spokeSince && !state.wish;
}

function closesWithTheNumber(state: State, atMs: number): Step {
  const { dialogue } = state;
  if (dialogue === null || dialogue.care === null) return stay(state);
  return close(state, atMs, careWords(dialogue, careCloses(dialogue.care)));
}

/** No word can be understood any more: whoever calls leaves a message, as where none ever is. Nobody is refused for that. */
function withoutWords(state: State): Step {
  const words = phrases(state, ...disclosure(state), 'words_unclear');
  return say({ ...state, wordsFailed: false, spokeSince: false, interruptions: 0, next: 'tone', room: 'speaking' }, words);
}

/** The caller speaks over us: we stop. Before the tone the words are lost, and we say so; a goodbye is taken up again. */
function interrupted(state: State, atMs: number): Step {
  if (state.interruptions >= MAX_INTERRUPTIONS) return stay(state);
  const pending = state.next === 'tone' ? phrases(state, ...disclosure(state), 'words_lost') : state.pending;
  return also(
    [stopSpeaking],
    stay({
      ...state,
      room: 'yielding',
      pending,
      pause: TIMING.yieldPause,
      capAt: atMs + TIMING.yieldCap,
      wakeAt: atMs + TIMING.yieldCap,
      interruptions: state.interruptions + 1,
    }),
  );
}

function messageBegins(state: State): Step {
  return stay({ ...state, room: 'recording', messageBegun: true, wakeAt: state.capAt });
}

/** The line is gone: nothing is said any more, and what was spoken after the tone is kept. */
/** A machine that understands no word, or a tone that nobody is behind: the line is given back. A message that was begun is kept. */
function nobodyIsThere(state: State, sound: 'fax' | 'hung_up'): Step {
  return also([stopSpeaking], finish({ ...state, ...(sound === 'hung_up' && { callerGone: true }) }, [hangUp]));
}

function callEnded(state: State): Step {
  return finish(state, []);
}
