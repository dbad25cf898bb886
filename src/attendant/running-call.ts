import type { CallEvent, CallEventBody, HouseholdCommand, NotConnected } from '../call/events.ts';
import { Bulkhead, type BulkheadTools } from '../call/bulkhead.ts';
import type { Timer } from '../call/clock.ts';
import type { Log } from '../call/log.ts';
import { uuidv7 } from '../call/ids.ts';
import { INTERNAL_ERROR, type Ender } from '../call/names.ts';
import type { Utterance } from '../call/utterance.ts';
import { expecting, wasDeclined, wasTurnedAway } from '../conversation/dialogue/dialogue.ts';
import { spokenSlots } from '../conversation/dialogue/saying.ts';
import { guard } from '../conversation/guard.ts';
import { utterance } from '../conversation/phrases/catalogue.ts';
import type { Action, State } from '../conversation/state.ts';
import { mayListen } from '../conversation/asked.ts';
import { step } from '../conversation/policy.ts';
import { isAnnounced, isKept } from '../conversation/wording.ts';
import { SpokenWords } from '../hearing/spoken-words.ts';
import type { Transcriber } from '../hearing/transcriber.ts';
import { RaisedVoiceEar } from '../hearing/raised-voice.ts';
import { VoiceActivity, type Heard } from '../hearing/voice-activity.ts';
import { lineOf, type Household } from '../household/household.ts';
import type { CallJournal, Journal } from '../journal/journal.ts';
import type { NewCall } from '../journal/store.ts';
import { Playout, type Saying } from '../speaking/playout.ts';
import { WAITING_SOUND } from '../speaking/tone.ts';
import type { Phrases } from '../speaking/phrase-audio.ts';
import { understandWith, type LanguageModel } from '../understanding/language-model.ts';
import { needIn } from '../understanding/need/need.ts';
import type { Understanding } from '../understanding/understanding.ts';
import type { ToldNo } from '../journal/told-no.ts';
import type { CallLeg, Dialler, LegEvent, LineQuality } from '../telephony/leg.ts';
import { firstState, type Admission } from './admission.ts';
import { Alarm } from './alarm.ts';
import { Breakdown } from './breakdown.ts';
import { MessageRecorder } from './message-recorder.ts';
import { Person } from './person.ts';
import { Guests } from './guests.ts';
import { leadOf, sameLead, type Lead } from './lead.ts';
import { LevelMeter } from './level-meter.ts';
import { segmentWithoutNeed, withoutNeed } from '../journal/in-need.ts';
import { LineEar } from './line-ear.ts';
import { PutThrough } from './put-through.ts';
import { planFor } from './put-through-plan.ts';

export interface CallTools extends BulkheadTools {
  readonly journal: Journal;
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
 * decides goes to the leg. Events are handled one after another, in the order in which they happened. Whatever comes from
 * outside enters through the call's bulkhead: what breaks in here ends this call, and no other one.
 */
export class RunningCall {
  readonly id: string;
  readonly leg: CallLeg;
  /** With the call's own clock: an error in a timer of this call is this call's. */
  readonly #tools: CallTools;
  readonly #bulkhead: Bulkhead;
  readonly #breakdown: Breakdown;
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
  #hasEnded = false;
  #closed = false;
  #answered = false;
  #state: State;
  #ringTimer: Timer | null = null;
  #wake: { timer: Timer; at: number } | null = null;
  #recorder: MessageRecorder | null = null;
  #saving: Promise<void> = Promise.resolve();
  /** Listens for words, where they are wanted. */
  #spoken: SpokenWords | null = null;
  /** The household's phones ring. */
  #ringing: PutThrough | null = null;
  /** Who took the call. */
  #person: Person | null = null;
  readonly #guests: Guests;
  #lead: Lead | null = null;
  #level = new LevelMeter();
  /** Answers the caller, as soon as it may be done. */
  #answer: () => void = () => {};

  constructor(call: NewCall, leg: CallLeg, admission: Admission, tools: CallTools, watch: CallWatch) {
    this.id = call.id;
    this.leg = leg;
    this.#bulkhead = new Bulkhead(tools, () => this.#broken());
    this.#breakdown = new Breakdown(leg, this.#bulkhead, {
      apologise: () => this.#apologise(),
      letGo: () => this.#letGo(),
      isOver: () => this.#finish('failure', INTERNAL_ERROR),
    });
    this.#tools = { ...tools, clock: this.#bulkhead.clock };
    this.#admission = admission;
    this.#watch = watch;
    this.#offeredAt = tools.clock.now();
    this.#state = firstState(admission, tools.household);
    this.#guests = new Guests(leg, tools, {
      asks: (command, userId) => this.command(command, userId),
      takerLeft: () => this.#enter(() => this.#take({ type: 'not_connected', why: 'declined' })),
    });
    this.#playout = new Playout(
      leg,
      (segment) => tools.phrases.get(segment),
      (report) => this.#take(report),
      // A trial call shows the real words: the person who tries it out is the caller.
      (saying) => watch.saying(saying === 'tone' || admission.kind === 'try' ? saying : segmentWithoutNeed(saying)),
    );
    // Last: what has a page in the journal also gets to its end.
    this.#journal = tools.journal.open(call, (error) => tools.faults.note('journal', error));
  }

  /** True for a caller who may want a person: the attendant answered, and told them no neither as a seller nor as a scam. */
  get mayInsist(): boolean {
    const { dialogue } = this.#state;
    return this.#answered && (dialogue === null || !wasTurnedAway(dialogue));
  }

  /** Rings as long as the admission says, then answers; `ready` must resolve first, else the leg keeps ringing. */
  start(ready: Promise<void>): void {
    // A call that is left to the family needs no voice.
    ready.catch(() => {});
    this.#enter(() => this.#start(ready));
  }

  #start(ready: Promise<void>): void {
    this.leg.listen((event) => this.#enter(() => this.#fromLeg(event)));
    this.#spoken = this.#spokenWords();
    const { phones, quiet } = this.#admission;
    this.#take({ type: 'offered', ...(phones > 0 && { phones }), ...(quiet && { quiet }) });
    if (this.#admission.dialogue) this.#take({ type: 'conversation_set', setting: this.#admission.dialogue });
    const { ringMs, leftToFamily, phonesFirst } = this.#admission;
    if (ringMs > 0 || phonesFirst || leftToFamily !== null) {
      this.leg.ring();
      this.#take({ type: 'ringing', ...(leftToFamily === null ? {} : { leftToFamily }) });
    }
    if (leftToFamily !== null) return;
    this.#answer = (): void =>
      this.#enter(() =>
        ready.then(
          () => this.#breakdown.hasBegun || this.leg.answer(),
          () => this.#cannotSpeak(),
        ),
      );
    if (phonesFirst) this.#ringPhones();
    else if (ringMs === 0) this.#answer();
    else this.#ringTimer = this.#tools.clock.after(ringMs, this.#answer);
  }

  command(command: HouseholdCommand, userId: string | null): void {
    this.#enter(() => this.#take({ type: 'command', command, userId }));
  }

  /** The server stops: our part ends kindly; two people who speak are left alone as long as there is time. */
  drain(): void {
    if (this.#state.room !== 'connected') this.command('end_kindly', null);
  }

  hangUp(): void {
    this.#enter(() => this.leg.hangUp());
  }

  /** The process cannot go on: the line is given back at once. */
  breakOff(): void {
    if (!this.#closed) this.#breakdown.begin(false);
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
    if (this.#breakdown.hasBegun) return false;
    return this.leg.info.transport !== 'typed' && this.leg.state !== 'ended' && this.#state.room !== 'connected';
  }

  /** Without a voice nobody could be told that a computer answers: a line rings on, a trial is turned away. */
  #cannotSpeak(): void {
    if (this.#admission.ringMs === 0) this.leg.decline('not_acceptable');
  }

  #fromLeg(event: LegEvent): void {
    if (event.type === 'ended') return this.#ended(this.#enderOf(event.by), event.reason);
    if (this.#breakdown.hasBegun && !['clip_ended', 'quality'].includes(event.type)) return;
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
    if (event.type === 'held') this.#endSpeech();
    if (event.type === 'held') this.#line.lineHolds();
    this.#take({ type: event.type });
  }

  #ended(by: Ender, reason: string): void {
    if (this.#breakdown.hasBegun) return this.#finish('failure', INTERNAL_ERROR);
    this.#endSpeech();
    this.#take({ type: 'ended', by, reason });
    this.#finish(by, reason);
  }

  /** Something of ours broke. What was decided so far is not gone on with; a second fault hangs up at once. */
  #broken(): void {
    if (this.#closed) return;
    if (this.leg.state === 'ended') return this.#finish('failure', INTERNAL_ERROR);
    this.#breakdown.begin(this.leg.state === 'answered' && !this.#state.held);
  }

  /** What was being recorded is kept, and nobody rings, listens or speaks any more. */
  #letGo(): void {
    const { room } = this.#state;
    this.#leave();
    for (const last of [
      () => room === 'connected' && this.leg.unbridge(),
      () => this.#playout.stop(),
      () => this.#recorder?.hasBegun && (this.#saving = this.#store()),
    ])
      this.#bulkhead.attempt(last);
  }

  async #apologise(): Promise<void> {
    const { dialogue, setting } = this.#state;
    await this.#say(utterance(dialogue?.lang ?? setting.lang, {}, 'own_failure'));
  }

  /** Once: the leg has ended, or is not waited for any longer. */
  #finish(by: Ender, reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#breakdown.end();
    this.#enter(() => this.#close(by, reason));
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
    // Words of somebody in need are neither shown in the console nor stored (decision 31).
    const isPrivate = dialogue.care !== null || needIn(words, dialogue.lang).need !== null;
    if (this.#maySee() && !isPrivate) this.#watch.words(words);
    if (isKept(this.#state) && !isPrivate) {
      const line = { atMs: this.#atMs(), words };
      this.#remember(() => this.#journal.words(line, this.#expiry(this.#tools.household.keepTranscriptsDays)));
    }
    const said = { words, lang: dialogue.lang, asked: expecting(dialogue) };
    const { understanding, model, clock } = this.#tools;
    if (model === null) return this.#take({ type: 'understood', heard: understanding.understand(words, said.lang, said.asked) });
    this.#enter(async () => {
      const heard = await understandWith(understanding, model, clock, this.#tools.modelDeadlineMs, said);
      this.#take({ type: 'understood', heard });
    });
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
    const enter = (run: () => unknown): void => this.#enter(run);
    return new SpokenWords({ clock, transcriber, deadlineMs, enter }, dialogue.languages.length > 1 ? null : dialogue.lang, {
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
    if (!this.#handling) this.#handleAll();
  }

  #handleAll(): void {
    this.#handling = true;
    try {
      for (let event = this.#queue.shift(); event; event = this.#queue.shift()) this.#handle(event);
    } finally {
      this.#handling = false;
    }
  }

  #handle(event: CallEvent): void {
    this.#hasEnded ||= event.type === 'ended';
    const kept = withoutNeed(event);
    this.#remember(() => this.#journal.event(kept));
    this.#watch.event(kept);
    if (this.#breakdown.hasBegun) return event.type === 'utterance_ended' ? this.#breakdown.hangUp() : undefined;
    const { state, actions } = step(this.#state, event);
    this.#state = state;
    this.#tellLead();
    this.#setWake(state.wakeAt);
    for (const action of actions) if (!this.#breakdown.hasBegun) this.#do(action);
  }

  /** Whatever comes from outside, and whatever is waited for. */
  #enter(run: () => unknown): void {
    this.#bulkhead.enter(run);
  }

  /** A journal that fails is counted; the call goes on. */
  #remember(write: () => unknown): void {
    this.#tools.faults.contain('journal', write);
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
      case 'say':
        return this.#enter(() => this.#say(action.utterance));
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

  /** Rejects when it cannot be said. */
  #say(words: Utterance): Promise<void> {
    const { dialogue, setting } = this.#state;
    const verdict = guard(words, dialogue?.lang ?? setting.lang, dialogue ? spokenSlots(dialogue) : setting.slots);
    if (verdict.rejected) this.#take({ type: 'held_back', phraseId: verdict.phraseId, why: verdict.rejected });
    return this.#playout.say(verdict.utterance);
  }

  /** The caller has heard that somebody comes; or nobody of ours has spoken yet. */
  #takePerson(): void {
    const leg = this.#guests.handOver();
    if (!leg) return this.#take({ type: 'not_connected', why: 'declined' });
    this.#connected(leg, null, false);
  }

  #connected(leg: CallLeg, phone: number | null, byLine: boolean): void {
    const enter = (run: () => unknown): void => this.#enter(run);
    this.#person = new Person(leg, this.leg, byLine, enter, {
      left: () => this.#personLeft(),
      transferred: () => this.#take({ type: 'transferred' }),
    });
    this.#person.begin();
    this.#guests.endListening();
    this.#take({ type: 'connected', phone });
  }

  #ringPhones(): void {
    const { household } = this.#tools;
    const byLine = lineOf(household, this.leg.info.lineId)?.transfer === 'by_line';
    const ringing = new PutThrough(planFor(this.leg.info, this.#admission, household, this.#state.dialogue), this.#tools, {
      answered: (phone) => this.#enter(() => this.#take({ type: 'phone_answered', phone })),
      accepted: (phone, leg) => this.#enter(() => this.#accepted(phone, leg, byLine)),
      failed: (why) => this.#enter(() => this.#noPhone(why)),
    });
    this.#ringing = ringing;
    this.#take({ type: 'phones_ring', phones: ringing.phones });
    ringing.start();
  }

  #accepted(phone: number, leg: CallLeg, byLine: boolean): void {
    this.#ringing = null;
    if (this.#breakdown.hasBegun) return leg.hangUp();
    this.#connected(leg, phone, byLine);
  }

  #noPhone(why: NotConnected): void {
    this.#ringing = null;
    this.#take({ type: 'not_connected', why });
    if (!this.#answered && this.#state.room === 'idle') this.#answer();
  }

  /** It goes on when the call is over: its last event may come after the call's. */
  #raiseAlarm(): void {
    const alarm = new Alarm(this.leg.info.lineId, this.#tools, (phone) =>
      this.#enter(() => this.#take(phone === null ? { type: 'alert_not_taken' } : { type: 'alert_taken', phone })),
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
    this.#enter(() =>
      this.#take(
        lengthMs === null ? { type: 'message_not_saved' } : { type: 'message_saved', messageId: recorder.messageId, durationMs: lengthMs },
      ),
    );
  }

  /** Ends all that the call holds besides its leg. */
  #leave(): void {
    for (const end of [
      () => this.#ringTimer?.cancel(),
      () => this.#setWake(null),
      () => this.#ringing?.cancel(),
      () => this.#spoken?.close(),
      () => this.#person?.leg.hangUp(),
      () => this.#guests.leave(),
    ])
      this.#bulkhead.attempt(end);
  }

  async #close(by: Ender, reason: string): Promise<void> {
    this.#leave();
    await this.#saving;
    this.#bulkhead.attempt(() => this.#setWake(null));
    this.#bulkhead.attempt(() => this.#handleAll());
    this.#bulkhead.attempt(() => this.#hasEnded || this.#take({ type: 'ended', by, reason }));
    this.#bulkhead.attempt(() => this.#learn());
    const { clock, faults } = this.#tools;
    await Promise.try(() => this.#journal.close(clock.wallTime(), by, reason)).catch((error: unknown) => faults.note('journal', error));
    this.#watch.closed();
  }

  /** Only of real calls: in a trial nobody was told anything. */
  #learn(): void {
    const { dialogue } = this.#state;
    if (this.#admission.kind === 'real' && dialogue?.slots.company !== undefined && wasDeclined(dialogue))
      this.#tools.toldNo.remember(dialogue.slots.company);
  }
}
