import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteRecordingStore } from '../../src/adapters/sqlite/recording-store.ts';
import { OwnVoice } from '../../src/speaking/own-voice.ts';
import type { Recording, RecordingStore } from '../../src/speaking/recording.ts';
import { hum, memoryRecordings } from '../support/fakes.ts';

const STORES: Readonly<Record<string, () => Promise<RecordingStore>>> = {
  memory: async () => memoryRecordings(),
  sqlite: async () => new SqliteRecordingStore(await openDatabase(':memory:')),
};

const TAG: Recording = { lang: 'de', words: 'Guten Tag.', pcm: hum(500), recordedAt: 1_000, recordedBy: 'Eva' };

describe.each(Object.entries(STORES))('the recording store in %s', (_, make) => {
  let store: RecordingStore;
  beforeEach(async () => (store = await make()));

  test('keeps recordings as they are, the newest of the same words, each household by itself', async () => {
    expect(await store.recordings('one')).toEqual([]);
    await store.keepRecording('one', TAG);
    await store.keepRecording('one', { ...TAG, lang: 'en' });
    await store.keepRecording('two', { ...TAG, recordedBy: 'Ben' });
    expect(await store.recordings('one')).toEqual([TAG, { ...TAG, lang: 'en' }]);
    const again = { ...TAG, pcm: hum(700), recordedAt: 2_000 };
    await store.keepRecording('one', again);
    expect((await store.recordings('one')).find(({ lang }) => lang === 'de')).toEqual(again);
    expect(await store.recordings('two')).toEqual([{ ...TAG, recordedBy: 'Ben' }]);
  });

  test('what was removed can be brought back until it is purged', async () => {
    await store.keepRecording('one', TAG);
    expect(await store.restoreRecording('one', 'de', TAG.words)).toBeNull();
    expect(await store.removeRecording('two', 'de', TAG.words, 5_000)).toBe(false);
    expect(await store.removeRecording('one', 'de', TAG.words, 5_000)).toBe(true);
    expect(await store.removeRecording('one', 'de', TAG.words, 6_000)).toBe(false);
    expect(await store.recordings('one')).toEqual([]);
    expect(await store.restoreRecording('two', 'de', TAG.words)).toBeNull();
    expect(await store.restoreRecording('one', 'de', TAG.words)).toEqual(TAG);
    expect(await store.recordings('one')).toEqual([TAG]);
    await store.removeRecording('one', 'de', TAG.words, 5_000);
    await store.purgeRecordings('two', 9_000);
    await store.purgeRecordings('one', 5_000);
    await store.purgeRecordings('one', 5_001);
    expect(await store.restoreRecording('one', 'de', TAG.words)).toBeNull();
  });

  test('a recording takes the place of one that was removed', async () => {
    await store.keepRecording('one', TAG);
    await store.removeRecording('one', 'de', TAG.words, 5_000);
    await store.keepRecording('one', { ...TAG, recordedAt: 6_000 });
    expect(await store.restoreRecording('one', 'de', TAG.words)).toBeNull();
    await store.purgeRecordings('one', 9_000);
    expect(await store.recordings('one')).toEqual([{ ...TAG, recordedAt: 6_000 }]);
  });

  test('recorded words are spoken in the own voice, also after a restart; others, and other words, as before', async () => {
    const synthetic = hum(900);
    const tools = {
      store,
      householdId: 'one',
      otherwise: { get: async () => synthetic },
      wordsOf: ({ phraseId }: { phraseId: string }) => (phraseId === 'tag' ? TAG.words : 'Auf Wiederhören.'),
    };
    const voice = await OwnVoice.load(tools);
    const tag = { phraseId: 'tag', variant: 0, lang: 'de' } as const;
    expect(await voice.get(tag)).toEqual(synthetic);
    await voice.keep(TAG);
    for (const one of [voice, await OwnVoice.load(tools)]) {
      expect(await one.get(tag)).toEqual(TAG.pcm);
      expect(await one.get({ ...tag, lang: 'en' })).toEqual(synthetic);
      expect(await one.get({ ...tag, phraseId: 'bye' })).toEqual(synthetic);
    }
    await voice.remove('de', TAG.words, 5_000);
    expect(await voice.get(tag)).toEqual(synthetic);
    expect(await voice.restore('de', TAG.words)).toBe(true);
    expect(await voice.get(tag)).toEqual(TAG.pcm);
  });
});
