import type { CallEvent, CallEventBody, HouseholdCommand } from '../call/events.ts';
import type { Clock, Timer } from '../call/clock.ts';
import type { Log } from '../call/log.ts';
import { uuidv7 } from '../call/ids.ts';
import type { Ender } from '../call/names.ts';
import { expecting, wasDeclined, wasTurnedAway } from '../conversation/dialogue/dialogue.ts';
import { spokenSlots } from '../conversation/dialogue/saying.ts';
import { guard } from '../conversation/guard.ts';
import type { Action, State } from '../conversation/state.ts';
import { mayListen } from '../conversation/asked.ts';
import { step } from '../conversation/policy.ts';
import { isAnnounced, isKept } from '../conversation/wording.ts';
import { SpokenWords } from '../hearing/spoken-words.ts';
import type { Transcriber } from '../hearing/transcriber.ts';
import { RaisedVoiceEar } from '../hearing/raised-voice.ts';
import { VoiceActivity, type Heard } from '../hearing/voice-activity.ts';
import { lineOf, type Household } from '../household/household.ts';
import type { CallJournal } from '../journal/journal.ts';
import { Playout, type Saying } from '../speaking/playout.ts';
import { WAITING_SOUND } from '../speaking/tone.ts';
import type { Phrases } from '../speaking/phrase-audio.ts';
import { understandWith, type LanguageModel } from '../understanding/language-model.ts';
import type { Understanding } from '../understanding/understanding.ts';
import type { ToldNo } from '../journal/told-no.ts';
import type { CallLeg, Dialler, LegEvent, LineQuality } from '../telephony/leg.ts';
import { firstState, type Admission } from './admission.ts';
import { Alarm } from './alarm.ts';
import { MessageRecorder } from './message-recorder.ts';
import { Person } from './person.ts';
import { Guests } from './guests.ts';
import { leadOf, sameLead, type Lead } from './lead.ts';
import { LevelMeter } from './level-meter.ts';
import { LineEar } from './line-ear.ts';
import { PutThrough } from './put-through.ts';
import { planFor } from './put-through-plan.ts';

export interface CallTools {
  readonly clock: Clock;
  readonly household: Household;
  readonly phrases: Phrases;
  readonly dialler: Dialler;
  readonly understanding: Understanding;
  readonly toldNo: ToldNo;
  /** A language model that may help; null: none is configured. */
  readonly model: LanguageModel | null;
  readonly modelDeadlineMs: number;
  /** Makes words of what is said; null: nothing is configured, and on telephone lines no words are understood. */
  readonly transcriber: Transcriber | null;
  readonly transcriberDeadlineMs: number;
  readonly log: Log;
}

/** Learns what happens in one call. */
export interface CallWatch {
  event(event: CallEvent): void;
  /** What begins to be heard; the event follows when it has been played. */
  saying(saying: Saying): void;
  /** How the call is led has changed. */
  leads(lead: Lead): void;
  /** What the caller said, while somebody may hear it: it is shown, and kept nowhere. */
  words(words: string): void;
  /** What they have said so far of a sentence that goes on, while somebody may hear it; each time instead of what was before. */
  partial(words: string): void;
  /** How loud the caller is, in dBFS, some times a second. */
  level(dbfs: number): void;
  closed(): void;
}

const DAY_MS = 86_400_000;

/**
 * A call from its offer to its end: what the leg brings becomes events, events go to the policy, and what the policy
 * decides goes to the leg. Events are handled one after another, in the order in which they happened.
 */
export class RunningCall {
  readonly id: string;
  readonly leg: CallLeg;
  readonly #tools: CallTools;
  readonly #admission: Admission;
  readonly #journal: CallJournal;
  readonly #watch: CallWatch;
  readonly #offeredAt: number;
  readonly #voiceActivity = new VoiceActivity();
  readonly #raisedVoice = new RaisedVoiceEar();
  readonly #line = new LineEar((event) => this.#take(event));
  readonly #playout: Playout;
  readonly #queue: CallEvent[] = [];
  #handling = false;
  #answered = false;
  #state: State;
  #ringTimer: Timer | null = null;
  #wake: { timer: Timer; at: number } | null = null;
  #recorder: MessageRecorder | null = null;
  #saving: Promise<void> = Promise.resolve();
  /** Listens for words, where they are wanted. */
  readonly #spoken: SpokenWords | null;
  /** The household's phones ring. */
  #ringing: PutThrough | null = null;
  /** Who took the call. */
  #person: Person | null = null;
  readonly #guests: Guests;
  #lead: Lead | null = null;
  #level = new LevelMeter();
  /** Answers the caller, as soon as it may be done. */
  #answer: () => void = () => {};

  constructor(id: string, leg: CallLeg, admission: Admission, tools: CallTools, journal: CallJournal, watch: CallWatch) {
    this.id = id;
    this.leg = leg;
    this.#tools = tools;
    this.#admission = admission;
    this.#journal = journal;
    this.#watch = watch;
    this.#offeredAt = tools.clock.now();
    this.#state = firstState(admission, tools.household);
    this.#guests = new Guests(leg, {
      asks: (command, userId) => this.command(command, userId),
      takerLeft: () => this.#take({ type: 'not_connected', why: 'declined' }),
    });
    this.#spoken = this.#spokenWords();
    this.#playout = new Playout(
      leg,
      (segment) => tools.phrases.get(segment),
      (report) => this.#take(report),
      (saying) => watch.saying(saying),
    );
  }

  /** True for a caller who may want a person: the attendant answered, and told them no neither as a seller nor as a scam. */
  get mayInsist(): boolean {
    const { dialogue } = this.#state;
    return this.#answered && (dialogue === null || !wasTurnedAway(dialogue));
  }

  /** Rings as long as the admission says, then answers; `ready` must resolve first, else the leg keeps ringing. */
  start(ready: Promise<void>): void {
    this.leg.listen((event) => this.#fromLeg(event));
    const { phones, quiet } = this.#admission;
    this.#take({ type: 'offered', ...(phones > 0 && { phones }), ...(quiet && { quiet }) });
    if (this.#admission.dialogue) this.#take({ type: 'conversation_set', setting: this.#admission.dialogue });
    const { ringMs, leftToFamily, phonesFirst } = this.#admission;
    if (ringMs > 0 || phonesFirst || leftToFamily !== null) {
      this.leg.ring();
      this.#take({ type: 'ringing', ...(leftToFamily === null ? {} : { leftToFamily }) });
    }
    if (leftToFamily !== null) return;
    this.#answer = (): void => void ready.then(() => this.leg.answer()).catch(() => this.#cannotSpeak());
    if (phonesFirst) this.#ringPhones();
    else if (ringMs === 0) this.#answer();
    else this.#ringTimer = this.#tools.clock.after(ringMs, this.#answer);
  }

  command(command: HouseholdCommand, userId: string | null): void {
    this.#take({ type: 'command', command, userId });
  }

  /** The server stops: our part ends kindly; two people who speak are left alone as long as there is time. */
  drain(): void {
    if (this.#state.room !== 'connected') this.command('end_kindly', null);
  }

  /** Somebody takes the call in their browser; false: it cannot be taken any more, and the leg is theirs to end. */
  takeOver(leg: CallLeg, userId: string | null): boolean {
    return this.#mayJoin() && this.#person === null && this.#guests.take(leg, userId);
  }

  /** Somebody would like to hear both; they do once the caller knows. False: there is nothing to hear. */
  listenIn(leg: CallLeg, userId: string | null): boolean {
    if (!this.#mayJoin() || !mayListen(this.#state)) return false;
    this.#guests.listen(leg, userId);
    return true;
  }

  /** A typed call has no sound that anybody could join. */
  #mayJoin(): boolean {
    return this.leg.info.transport !== 'typed' && this.leg.state !== 'ended' && this.#state.room !== 'connected';
  }

  /** Without a voice nobody could be told that a computer answers: a line rings on, a trial is turned away. */
  #cannotSpeak(): void {
    if (this.#admission.ringMs === 0) this.leg.decline('not_acceptable');
  }

  #fromLeg(event: LegEvent): void {
    if (event.type === 'frame') {
      const heard = this.#voiceActivity.push(event.frame, this.#atMs(), this.#playout.speaking);
      this.#raisedVoice.push(event.frame.pcm, this.#voiceActivity.voiced && !this.#playout.speaking);
      this.#spoken?.push(event.frame.pcm);
      this.#line.push(event.frame.pcm, this.#voiceActivity.voiced, () => ({
        weSpeak: this.#playout.speaking || this.#state.room === 'connected',
        held: this.#state.held !== undefined,
      }));
      const level = this.#level.push(event.frame.pcm);
      if (level !== null) this.#watch.level(level);
      if (heard) this.#heard(heard);
      if (!this.#state.held) this.#recorder?.push(event.frame.pcm, this.#state.callerSpeaks);
      return;
    }
    if (event.type === 'clip_ended') return this.#playout.clipEnded(event.clipId, event.playedMs, event.complete, this.#atMs());
    if (event.type === 'key') return this.#key(event.digit);
    if (event.type === 'words') return this.#understand(event.text);
    if (event.type === 'ringing') return;
    if (event.type === 'quality') return this.#noteQuality(event.quality);
    if (event.type === 'answered') this.#callerAnswered();
    if (event.type === 'held' || event.type === 'ended') this.#endSpeech();
    if (event.type === 'held') this.#line.lineHolds();
    if (event.type !== 'ended') return this.#take({ type: event.type });
    this.#ringTimer?.cancel();
    this.#take({ type: 'ended', by: this.#enderOf(event.by), reason: event.reason });
    void this.#close(this.#enderOf(event.by), event.reason);
  }

  #noteQuality({ lostShare, jitterMs, peerLostShare, roundTripMs }: LineQuality): void {
    const share = (value: number): number => Math.round(value * 1000) / 1000;
    this.#take({
      type: 'line_quality',
      lostShare: share(lostShare),
      jitterMs: Math.round(jitterMs),
      peerLostShare: peerLostShare === null ? null : share(peerLostShare),
      roundTripMs: roundTripMs === null ? null : Math.round(roundTripMs),
    });
  }

  /** A person on the line hears the caller's keys; they are no business of ours, and are not kept. */
  #key(digit: string): void {
    if (this.#state.room === 'connected') this.#person?.leg.sendKey(digit);
    else this.#take({ type: 'key', digit });
  }

  #callerAnswered(): void {
    this.#answered = true;
    this.#person?.join();
  }

  /** Words become meaning here, and are forgotten, unless the caller was told that they are kept: no event holds them. */
  #understand(words: string): void {
    const { dialogue } = this.#state;
    if (!dialogue) return;
    if (this.#maySee()) this.#watch.words(words);
    if (isKept(this.#state)) this.#journal.words({ atMs: this.#atMs(), words }, this.#expiry(this.#tools.household.keepTranscriptsDays));
    const utterance = { words, lang: dialogue.lang, asked: expecting(dialogue) };
    const { understanding, model, clock } = this.#tools;
    if (model === null) return this.#take({ type: 'understood', heard: understanding.understand(words, utterance.lang, utterance.asked) });
    void understandWith(understanding, model, clock, this.#tools.modelDeadlineMs, utterance).then((heard) =>
      this.#take({ type: 'understood', heard }),
    );
  }

  /** Whether what is said may be shown to whoever watches: the caller knows, or tries it out. */
  #maySee(): boolean {
    return this.#admission.kind === 'try' || isAnnounced(this.#state) || this.#state.along === true;
  }

  #enderOf(by: 'remote' | 'local' | 'failure'): Ender {
    if (by === 'remote') return 'caller';
    if (by === 'failure') return 'failure';
    if (this.#state.callerGone) return 'caller';
    return this.#state.endRequested ? 'household' : 'attendant';
  }

  #endSpeech(): void {
    const ended = this.#voiceActivity.end();
    if (ended) this.#heard(ended);
  }

  #heard(heard: Heard): void {
    if (heard.type === 'speech_started') {
      this.#line.speechBegins();
      this.#spoken?.speechStarted();
    } else this.#spoken?.speechEnded();
    this.#take(heard);
    const raised = heard.type === 'speech_ended' ? this.#raisedVoice.spanEnded(heard.fromMs, heard.toMs) : null;
    if (raised) this.#take({ type: 'voice_raised', ...raised });
  }

  /** Null: nothing that is said in this call shall become words. */
  #spokenWords(): SpokenWords | null {
    const { transcriber, transcriberDeadlineMs: deadlineMs, clock, log } = this.#tools;
    const { dialogue } = this.#admission;
    if (transcriber === null || !dialogue?.transcribes) return null;
    return new SpokenWords({ clock, transcriber, deadlineMs }, dialogue.languages.length > 1 ? null : dialogue.lang, {
      partial: (words) => this.#maySee() && this.#watch.partial(words),
      words: (words) => (words === null ? this.#take({ type: 'no_words' }) : this.#understand(words)),
      failure: () => {
        log.warn({ callId: this.id }, 'what a caller said could not be made words; the call goes on');
        this.#take({ type: 'words_failed' });
      },
    });
  }

  #atMs(): number {
    return Math.round(this.#tools.clock.now() - this.#offeredAt);
  }

  #take(body: CallEventBody): void {
    this.#queue.push({ atMs: this.#atMs(), ...body });
    if (this.#handling) return;
    this.#handling = true;
    for (let event = this.#queue.shift(); event; event = this.#queue.shift()) this.#handle(event);
    this.#handling = false;
  }

  #handle(event: CallEvent): void {
    this.#journal.event(event);
    this.#watch.event(event);
    const { state, actions } = step(this.#state, event);
    this.#state = state;
    this.#tellLead();
    this.#setWake(state.wakeAt);
    for (const action of actions) this.#do(action);
  }

  #tellLead(): void {
    const lead = leadOf(this.#state);
    if (this.#lead && sameLead(lead, this.#lead)) return;
    this.#lead = lead;
    if (lead.announced) this.#guests.beginToListen();
    this.#watch.leads(lead);
  }

  #setWake(at: number | null): void {
    if (this.#wake?.at === at) return;
    this.#wake?.timer.cancel();
    this.#wake = null;
    if (at === null) return;
    const timer = this.#tools.clock.after(at - this.#atMs(), () => {
      this.#wake = null;
      this.#take({ type: 'wake' });
    });
    this.#wake = { timer, at };
  }

  #do(action: Action): void {
    switch (action.type) {
      case 'say': {
        const { dialogue, setting } = this.#state;
        const verdict = guard(action.utterance, dialogue?.lang ?? setting.lang, dialogue ? spokenSlots(dialogue) : setting.slots);
        if (verdict.rejected) this.#take({ type: 'held_back', phraseId: verdict.phraseId, why: verdict.rejected });
        this.#playout.say(verdict.utterance).catch(() => this.leg.hangUp());
        return;
      }
      case 'tone':
        return this.#playout.tone();
      case 'stop_speaking':
        return this.#playout.stop();
      case 'start_recording':
        this.#recorder = new MessageRecorder(this.#journal, this.#newMessage());
        return;
      case 'store_message':
        this.#saving = this.#store();
        return;
      case 'discard_message':
        this.#recorder = null;
        return;
      case 'alert':
        this.#take({ type: 'alerted' });
        return this.#raiseAlarm();
      case 'note_held_back':
        return this.#take({ type: 'held_back', phraseId: action.phraseId, why: action.why });
      case 'hang_up':
        return this.leg.hangUp();
      case 'ring_phones':
        return this.#ringPhones();
      case 'stop_ringing':
        this.#ringing?.cancel();
        this.#person?.leg.hangUp();
        return;
      case 'listen_along':
        return this.leg.listenAlong();
      case 'take_person':
        return this.#takePerson();
      case 'waiting_sound':
        return this.#playout.repeat(WAITING_SOUND);
      case 'connect':
        this.#endSpeech();
        if (this.#answered) this.#person?.join();
        // Nobody of ours spoke yet: the phones were rung before anything was answered.
        else this.leg.answer();
        return;
    }
  }

  /** The caller has heard that somebody comes; or nobody of ours has spoken yet. */
  #takePerson(): void {
    const leg = this.#guests.handOver();
    if (!leg) return this.#take({ type: 'not_connected', why: 'declined' });
    this.#connected(leg, null, false);
  }

  #connected(leg: CallLeg, phone: number | null, byLine: boolean): void {
    this.#person = new Person(leg, this.leg, byLine, {
      left: () => this.#personLeft(),
      transferred: () => this.#take({ type: 'transferred' }),
    });
    this.#guests.endListening();
    this.#take({ type: 'connected', phone });
  }

  #ringPhones(): void {
    const { household } = this.#tools;
    const byLine = lineOf(household, this.leg.info.lineId)?.transfer === 'by_line';
    const ringing = new PutThrough(planFor(this.leg.info, this.#admission, household, this.#state.dialogue), this.#tools, {
      answered: (phone) => this.#take({ type: 'phone_answered', phone }),
      accepted: (phone, leg) => {
        this.#ringing = null;
        this.#connected(leg, phone, byLine);
      },
      failed: (why) => {
        this.#ringing = null;
        this.#take({ type: 'not_connected', why });
        if (!this.#answered && this.#state.room === 'idle') this.#answer();
      },
    });
    this.#ringing = ringing;
    this.#take({ type: 'phones_ring', phones: ringing.phones });
    ringing.start();
  }

  /** It goes on when the call is over: its last event may come after the call's. */
  #raiseAlarm(): void {
    const alarm = new Alarm(this.leg.info.lineId, this.#tools, (phone) =>
      this.#take(phone === null ? { type: 'alert_not_taken' } : { type: 'alert_taken', phone }),
    );
    if (alarm.phones > 0) alarm.start();
  }

  /** In the dialled phone's place nobody is left: the call is over for the caller too. */
  #personLeft(): void {
    if (this.#state.room === 'connected') this.#take({ type: 'phone_left' });
  }

  #newMessage(): { id: string; callId: string; createdAt: number; expiresAt: number | null } {
    const createdAt = this.#tools.clock.wallTime();
    const days = this.#tools.household.keepMessagesDays;
    return { id: uuidv7(this.#tools.clock), callId: this.id, createdAt, expiresAt: days === null ? null : this.#expiry(days) };
  }

  #expiry(days: number): number {
    return this.#tools.clock.wallTime() + days * DAY_MS;
  }

  async #store(): Promise<void> {
    const recorder = this.#recorder;
    this.#recorder = null;
    if (!recorder) return;
    const lengthMs = await recorder.finish();
    if (lengthMs === null) this.#take({ type: 'message_not_saved' });
    else this.#take({ type: 'message_saved', messageId: recorder.messageId, durationMs: lengthMs });
  }

  async #close(by: Ender, reason: string): Promise<void> {
    this.#ringing?.cancel();
    this.#spoken?.close();
    this.#person?.leg.hangUp();
    this.#guests.leave();
    await this.#saving;
    this.#setWake(null);
    const { dialogue } = this.#state;
    if (this.#admission.kind === 'real' && dialogue?.slots.company !== undefined && wasDeclined(dialogue))
      this.#tools.toldNo.remember(dialogue.slots.company);
    await this.#journal.close(this.#tools.clock.wallTime(), by, reason);
    this.#watch.closed();
  }
}
