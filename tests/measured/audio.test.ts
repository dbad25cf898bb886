import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EspeakVoice } from '../../src/adapters/espeak/espeak-voice.ts';
import { durationMs, joinPcm, samplesIn, type Pcm } from '../../src/call/audio.ts';
import { systemClock } from '../../src/call/clock.ts';
import { uncountedFaults } from '../../src/call/faults.ts';
import { toWav } from '../../src/call/wav.ts';
import { lacks, runPeer } from '../support/programs.ts';
import { RtpPeer } from '../support/rtp-peer.ts';
import { TestServer, until } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';

const SILENT_DBFS = -70;
const AUDIBLE_DBFS = -32;

let speech: Pcm;
/** One for each call that is measured at the same time. */
let servers: readonly [TestServer, TestServer, TestServer, TestServer];
const silence = (ms: number): Pcm => new Int16Array(samplesIn(ms));

async function say(words: string): Promise<Pcm> {
  const voice = new EspeakVoice(systemClock, 'caller', uncountedFaults);
  const pcm = await voice.render(words, 'de');
  voice.rest();
  return pcm;
}

beforeAll(async () => {
  speech = await say('Hallo, hier ist die Praxis Doktor Weiß, es geht um Ihren Termin am Montag.');
  servers = [await TestServer.start(), await TestServer.start(), await TestServer.start(), await TestServer.start()];
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

// A call hardly works a core: they are waited for together.
describe('what is heard on the line', { concurrent: true }, () => {
  test.skipIf(lacks('sipp'))(
    'a caller who speaks over the greeting: we stop, let them finish, say so; after the tone every word is kept',
    async () => {
      const [server] = servers;
      const ear = await RtpPeer.open();
      const stays = sipp('stay', { port: server.sipPort, rtpPort: ear.port });
      await until(async () => (ear.nowMs > 2_000 ? true : null));
      const spokeFrom = ear.nowMs;
      await ear.speak(speech);
      const spokeTo = ear.nowMs;
      await ear.speak(silence(13_500));
      await ear.speak(joinPcm([speech, silence(6_000)]));
      const [call] = await server.closedCalls(1);
      expect((await stays).code).toBe(0);
      ear.close();

      // 0.7 s of quiet, then the greeting, well audible.
      expect(ear.levelBetween(0, 600)).toBeLessThan(SILENT_DBFS);
      expect(ear.levelBetween(900, 1_900)).toBeGreaterThan(AUDIBLE_DBFS);
      // Silence while the caller speaks: at the latest 0.4 s after the first word, until 0.6 s after the last.
      expect(ear.levelBetween(spokeFrom + 400, spokeTo + 600)).toBeLessThan(SILENT_DBFS);
      expect(ear.levelBetween(spokeTo + 1_300, spokeTo + 4_000)).toBeGreaterThan(AUDIBLE_DBFS);

      const { timeline } = await server.call(call?.id ?? '');
      const spoken = timeline.flatMap((item) => (item.kind === 'attendant_spoke' && item.complete ? [item.segment.phraseId] : []));
      expect(spoken.slice(0, 2)).toEqual(['intro', 'words_lost']);
      expect(spoken.slice(-3)).toEqual(['sales_no', 'saved', 'goodbye']);
      expect(call).toMatchObject({ outcome: 'message_left', endedBy: 'attendant' });
      expect(Math.abs((call?.message?.durationMs ?? 0) - durationMs(speech.length) - 1_000)).toBeLessThan(600);

      const wav = Buffer.from(await (await fetch(`${server.url}/api/messages/${call?.message?.id}/audio`)).arrayBuffer());
      const heard = new Int16Array(wav.buffer.slice(wav.byteOffset + 44));
      expect(bestCorrelation(speech, heard)).toBeGreaterThan(0.95);
    },
  );

  test.skipIf(lacks('sipp'))('RTP is paced at 20 ms: no gap, no double, timestamps in step', async () => {
    const [, server] = servers;
    const ear = await RtpPeer.open();
    const call = sipp('call', { port: server.sipPort, rtpPort: ear.port });
    expect((await call).code).toBe(0);
    ear.close();
    expect(ear.received.length).toBeGreaterThan(70);
    ear.received.forEach((packet, index) => {
      const before = ear.received[index - 1];
      if (!before) return;
      expect((packet.sequence - before.sequence) & 0xffff).toBe(1);
      expect((packet.timestamp - before.timestamp) >>> 0).toBe(160);
    });
    const length = (ear.received.at(-1)?.atMs ?? 0) - (ear.received[0]?.atMs ?? 0);
    expect(length / (ear.received.length - 1)).toBeGreaterThan(19);
    expect(length / (ear.received.length - 1)).toBeLessThan(21);
  });

  test.skipIf(lacks('sipp'))('a key jumps to the tone; strangers on the RTP port are not heard', async () => {
    const [, , server] = servers;
    const ear = await RtpPeer.open();
    const stays = sipp('stay', { port: server.sipPort, rtpPort: ear.port });
    await until(async () => (ear.nowMs > 5_500 ? true : null));
    await ear.speak(silence(200));
    ear.press(5);
    const pressedAt = ear.nowMs;
    await ear.speak(joinPcm([silence(2_000), speech, silence(5_800)]));
    const call = (await server.closedCalls(1)).at(-1);
    expect((await stays).code).toBe(0);
    ear.close();
    expect(ear.levelBetween(pressedAt + 80, pressedAt + 380)).toBeGreaterThan(AUDIBLE_DBFS);
    expect(ear.levelBetween(pressedAt + 700, pressedAt + 1_500)).toBeLessThan(SILENT_DBFS);
    expect(call).toMatchObject({ outcome: 'message_left' });
  });

  test.skipIf(lacks('baresip'))('real speech from baresip: a known caller hears no word for sellers, and the message arrives', async () => {
    const [, , , server] = servers;
    writeFileSync(join(server.dataDir, 'contacts.csv'), 'Praxis Weiß,040 777\n');
    const message = await say('Guten Tag, hier ist die Praxis Doktor Weiß. Bitte rufen Sie uns zurück.');
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-baresip-'));
    writeFileSync(
      join(folder, 'speech.wav'),
      toWav(joinPcm([new Int16Array(samplesIn(10_000)), message, new Int16Array(samplesIn(30_000))])),
    );
    writeFileSync(join(folder, 'accounts'), '<sip:040777@127.0.0.1>;regint=0;audio_codecs=PCMA/8000/1\n');
    writeFileSync(join(folder, 'contacts'), '');
    writeFileSync(
      join(folder, 'config'),
      [
        'module_path /usr/lib/baresip/modules',
        'module_app account.so',
        'module_app menu.so',
        ...['g711', 'aufile', 'sndfile', 'stdio'].map((name) => `module ${name}.so`),
        'sip_listen 127.0.0.1:0',
        `audio_source aufile,${join(folder, 'speech.wav')}`,
        `snd_path ${folder}`,
        '',
      ].join('\n'),
    );
    const calling = runPeer('baresip', ['-4', '-f', folder, '-e', `/dial sip:probe@127.0.0.1:${server.sipPort}`, '-t', '32'], 40_000);
    const [call] = await server.closedCalls(1);
    await calling;
    expect(call).toMatchObject({ approach: 'known_caller', contactName: 'Praxis Weiß', outcome: 'message_left', endedBy: 'attendant' });
    expect(Math.abs((call?.message?.durationMs ?? 0) - durationMs(message.length) - 1_000)).toBeLessThan(700);
    const { timeline } = await server.call(call?.id ?? '');
    const spoken = timeline.flatMap((item) => (item.kind === 'attendant_spoke' ? [item.segment.phraseId] : []));
    expect(spoken).toEqual(['known_greeting', 'saved', 'goodbye']);
  });
});

test.skipIf(lacks('sipp'))('what was said survives kill -9, and the call is closed at the next start', async () => {
  const doomed = await TestServer.start();
  const ear = await RtpPeer.open();
  void sipp('stay', { port: doomed.sipPort, rtpPort: ear.port }, 12_000);
  await until(async () => (ear.nowMs > 5_500 ? true : null));
  await ear.speak(silence(100));
  ear.press(1);
  await ear.speak(joinPcm([silence(1_000), speech.subarray(0, samplesIn(4_000))]));
  doomed.kill('SIGKILL');
  await doomed.ended();
  ear.close();
  const reborn = await TestServer.start({ dataDir: doomed.dataDir });
  const [call] = await reborn.calls();
  expect(call).toMatchObject({ answered: true, endedBy: 'failure', outcome: 'message_left' });
  expect(call?.message?.durationMs).toBeGreaterThan(2_500);
  const { timeline } = await reborn.call(call?.id ?? '');
  expect(timeline.some((item) => item.kind === 'tone')).toBe(true);
  await reborn.stop();
});

/** How alike the best matching stretch is: 1 is the same up to its loudness. */
function bestCorrelation(wanted: Pcm, heard: Pcm): number {
  const piece = wanted.subarray(samplesIn(500), samplesIn(2_500));
  let best = 0;
  for (let shift = 0; shift + piece.length < heard.length; shift++) {
    let dot = 0;
    let energy = 0;
    let own = 0;
    for (let i = 0; i < piece.length; i += 4) {
      const a = piece[i] ?? 0;
      const b = heard[shift + i] ?? 0;
      dot += a * b;
      energy += b * b;
      own += a * a;
    }
    if (energy > 0) best = Math.max(best, dot / Math.sqrt(energy * own));
  }
  return best;
}
