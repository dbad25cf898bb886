import { beforeEach, describe, expect, test } from 'vitest';
import { FRAME_SAMPLES } from '../../src/call/audio.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { SpokenWords } from '../../src/hearing/spoken-words.ts';
import { wholeUtterances } from '../../src/hearing/transcriber.ts';
import { FakeTranscriber } from '../support/fakes.ts';

describe('spoken words', () => {
  let clock: VirtualClock;
  let ear: FakeTranscriber;
  let words: string[];
  let partials: string[];
  let failures: number;
  let spoken: SpokenWords;
  beforeEach(() => {
    clock = new VirtualClock();
    ear = new FakeTranscriber();
    words = [];
    partials = [];
    failures = 0;
    const tools = { clock, transcriber: ear.transcriber, deadlineMs: 1_000, enter: (run: () => unknown) => void run() };
    spoken = new SpokenWords(tools, 'de', {
      partial: (text) => partials.push(text),
      words: (text) => words.push(text ?? '(none)'),
      failure: () => failures++,
    });
  });

  async function goesBy(ms: number): Promise<void> {
    for (let at = 0; at < ms; at += 20) {
      spoken.push(new Int16Array(FRAME_SAMPLES).fill(1));
      await clock.advance(20);
    }
  }

  async function says(ms: number, text: string): Promise<void> {
    ear.hears(text);
    spoken.speechStarted();
    await goesBy(ms);
    spoken.speechEnded();
  }

  test('come back once the caller has paused, with what was before the first voice', async () => {
    await goesBy(2_000);
    await says(1_000, ' Guten Tag. ');
    await goesBy(100);
    expect(ear.heardMs).toEqual([]);
    await goesBy(100);
    expect(words).toEqual(['Guten Tag.']);
    // 400 ms before, a second of speech, and the pause.
    expect(ear.heardMs[0]).toBeGreaterThanOrEqual(1_500);
    expect(ear.heardMs[0]).toBeLessThanOrEqual(1_600);
    expect(clock.waiting).toBe(0);
  });

  test('are told of as they come, where the recogniser knows them', async () => {
    ear.streams = true;
    await says(1_300, 'Guten Tag, hier ist Petra Schmidt.');
    expect(new Set(partials)).toEqual(new Set(['Guten', 'Guten Tag,', 'Guten Tag, hier', 'Guten Tag, hier ist']));
    await goesBy(500);
    expect(words).toEqual(['Guten Tag, hier ist Petra Schmidt.']);
    const before = partials.length;
    await goesBy(2_000);
    expect(partials).toHaveLength(before);
  });

  test('come in the order in which they were said, though a later utterance is understood sooner', async () => {
    const answers: ((text: string) => void)[] = [];
    const transcriber = wholeUtterances(() => new Promise<string>((resolve) => answers.push(resolve)));
    const watch = { partial: () => {}, words: (text: string | null) => words.push(text ?? ''), failure: () => failures++ };
    spoken = new SpokenWords({ clock, transcriber, deadlineMs: 5_000, enter: (run) => void run() }, 'de', watch);
    for (let utterance = 0; utterance < 2; utterance++) {
      spoken.speechStarted();
      await goesBy(500);
      spoken.speechEnded();
      await goesBy(500);
    }
    answers[1]?.('Zweitens.');
    await goesBy(100);
    expect(words).toEqual([]);
    answers[0]?.('Erstens.');
    await goesBy(100);
    expect(words).toEqual(['Erstens.', 'Zweitens.']);
  });

  test('a breath does not part them', async () => {
    await says(600, 'Guten Tag, hier ist Petra Schmidt.');
    await goesBy(100);
    spoken.speechStarted();
    await goesBy(600);
    spoken.speechEnded();
    await goesBy(500);
    expect(words).toEqual(['Guten Tag, hier ist Petra Schmidt.']);
    expect(ear.heardMs).toHaveLength(1);
  });

  test('of nothing are no words; a recogniser that fails or hangs is told of, and the next utterance is heard', async () => {
    await says(400, '');
    await goesBy(500);
    expect(words.splice(0)).toEqual(['(none)']);
    ear.behave('fails');
    spoken.speechStarted();
    spoken.speechEnded();
    await goesBy(500);
    expect(failures).toBe(1);
    ear.behave('hangs');
    spoken.speechStarted();
    spoken.speechEnded();
    await goesBy(1_200);
    await clock.advance(500);
    expect(failures).toBe(2);
    await says(400, 'Sind Sie noch da?');
    await goesBy(500);
    expect(words).toEqual(['Sind Sie noch da?']);
    expect(clock.waiting).toBe(0);
  });

  test('come in the order in which they were said', async () => {
    ear.behave('hangs');
    spoken.speechStarted();
    spoken.speechEnded();
    await goesBy(400);
    ear.behave({ text: '' });
    await says(400, 'Das Zweite.');
    await goesBy(300);
    expect(words).toEqual([]);
    await clock.advance(1_000);
    expect(words).toEqual(['Das Zweite.']);
  });

  test('whoever speaks without end is heard for half a minute', async () => {
    await says(40_000, 'Also, ...');
    await goesBy(500);
    expect(ear.heardMs[0]).toBeLessThanOrEqual(30_020);
  });

  test('after the end of the call nobody wants them', async () => {
    ear.behave('hangs');
    spoken.speechStarted();
    spoken.speechEnded();
    await goesBy(400);
    spoken.close();
    await clock.advance(5_000);
    spoken.speechEnded();
    await clock.advance(5_000);
    expect([words, failures]).toEqual([[], 0]);
    expect(clock.waiting).toBe(0);
  });
});
