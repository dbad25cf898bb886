import { levelDbfs, FRAME_MS, FRAME_SAMPLES, samplesIn, type Pcm } from '../src/call/audio.ts';
import { EspeakVoice } from '../src/adapters/espeak/espeak-voice.ts';
import { systemClock } from '../src/call/clock.ts';
import { RtpPeer } from '../tests/support/rtp-peer.ts';
import { TestServer, until } from '../tests/support/server.ts';
import { sipp } from '../tests/support/sipp.ts';

const CALLS = 12;
/** Into the greeting, which lasts longer. */
const SPEAKS_AT_MS = 2_000;
const AUDIBLE_DBFS = -50;

/**
 * How soon the attendant is silent when a caller speaks over it, from what came over the wire: from the first frame with speech
 * that was sent to the last one of ours that can be heard, in ms, for each of some calls at once.
 */
export async function bargeIns(): Promise<number[]> {
  const voice = new EspeakVoice(systemClock, 'caller');
  const speech = await voice.render('Hallo, hier ist die Praxis Doktor Weiß, es geht um Ihren Termin am Montag.', 'de');
  voice.rest();
  const server = await TestServer.start();
  try {
    return await Promise.all(Array.from({ length: CALLS }, () => bargeIn(server, speech)));
  } finally {
    await server.stop();
  }
}

async function bargeIn(server: TestServer, speech: Pcm): Promise<number> {
  const ear = await RtpPeer.open();
  void sipp('stay', { port: server.sipPort, rtpPort: ear.port }).catch(() => {});
  await until(async () => (ear.nowMs > SPEAKS_AT_MS ? true : null), 20_000);
  const from = ear.nowMs;
  await ear.speak(speech.subarray(0, samplesIn(1_500)));
  const first = Array.from({ length: 50 }, (_, at) => levelDbfs(speech.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES)));
  const onset = from + first.findIndex((level) => level > -40) * FRAME_MS;
  const last = ear.received.findLast(({ atMs, levelDbfs: level }) => atMs >= onset && level > AUDIBLE_DBFS);
  ear.close();
  return last ? last.atMs - onset : 0;
}
