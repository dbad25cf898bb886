import { beforeEach, describe, expect, test } from 'vitest';
import { samplesIn, type Pcm } from '../../src/call/audio.ts';
import type { Segment } from '../../src/call/utterance.ts';
import { Playout } from '../../src/speaking/playout.ts';

const SECOND: Pcm = new Int16Array(samplesIn(1_000));
const segment = (phraseId: string): Segment => ({ phraseId, variant: 0, lang: 'de' });

/** A leg on which clips end when the test says so, and a voice that takes its time where the test wants it. */
function setUp() {
  const playing: number[] = [];
  const reports: string[] = [];
  const slow = new Map<string, PromiseWithResolvers<Pcm>>();
  const playout = new Playout(
    { play: (clipId) => playing.push(clipId), stopPlaying: () => {} },
    ({ phraseId }) => slow.get(phraseId)?.promise ?? Promise.resolve(SECOND),
    (report) =>
      reports.push(
        report.type === 'segment_played' ? `${report.segment.phraseId} ${report.complete}` : `${report.type} ${report.complete}`,
      ),
    () => {},
  );
  const slowly = (phraseId: string): PromiseWithResolvers<Pcm> => {
    const later = Promise.withResolvers<Pcm>();
    slow.set(phraseId, later);
    return later;
  };
  return { playout, playing, reports, slowly };
}

describe('playout', () => {
  let made: ReturnType<typeof setUp>;
  beforeEach(() => {
    made = setUp();
  });

  test('reports each sentence and the end of the utterance', async () => {
    const { playout, playing, reports } = made;
    await playout.say([segment('one'), segment('two')]);
    for (const clipId of playing) playout.clipEnded(clipId, 1_000, true, 5_000);
    expect(reports).toEqual(['one true', 'two true', 'utterance_ended true']);
    expect(playout.speaking).toBe(false);
  });

  test('what was cut off ends late, while the next sentence is still being rendered: that one is spoken all the same', async () => {
    const { playout, playing, reports, slowly } = made;
    await playout.say([segment('first')]);
    const later = slowly('next');
    const saying = playout.say([segment('next')]);
    // The leg reports the end of what was cut off only now.
    playout.clipEnded(playing[0] ?? 0, 300, false, 1_000);
    expect(reports).toEqual(['first false']);
    expect(playout.speaking).toBe(true);
    later.resolve(SECOND);
    await saying;
    expect(playing).toHaveLength(2);
    playout.clipEnded(playing[1] ?? 0, 1_000, true, 3_000);
    expect(reports).toEqual(['first false', 'next true', 'utterance_ended true']);
  });

  test('a tone, or a repeated sound, that ends late ends nothing of what came after it', async () => {
    const { playout, playing, reports, slowly } = made;
    playout.tone();
    const later = slowly('next');
    const saying = playout.say([segment('next')]);
    playout.clipEnded(playing[0] ?? 0, 100, false, 1_000);
    expect(playout.speaking).toBe(true);
    later.resolve(SECOND);
    await saying;
    playout.repeat(SECOND);
    const repeated = playing.length;
    playout.clipEnded(playing[1] ?? 0, 200, false, 2_000);
    playout.clipEnded(playing[2] ?? 0, 1_000, true, 3_000);
    expect(playing).toHaveLength(repeated + 1);
    expect(reports).toEqual(['next false']);
  });
});
