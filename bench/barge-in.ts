import { FRAME_MS, FRAME_SAMPLES, joinPcm, levelDbfs, samplesIn, type Pcm } from '../src/call/audio.ts';
import { EspeakVoice } from '../src/adapters/espeak/espeak-voice.ts';
import { systemClock } from '../src/call/clock.ts';
import { uncountedFaults } from '../src/call/faults.ts';
import { TIMING } from '../src/conversation/timing.ts';
import { RtpPeer } from '../tests/support/rtp-peer.ts';
import { TestServer, until } from '../tests/support/server.ts';
import { sipp } from '../tests/support/sipp.ts';

const CALLS = 12;
/** Into the greeting, which lasts longer. */
const SPEAKS_AT_MS = 2_000;
const AUDIBLE_DBFS = -50;
const SPOKEN_DBFS = -40;

export interface BargeIn {
  /** From the first frame with speech that was sent to the last one of ours that can be heard, in ms. */
  readonly silentAfterMs: number;
  /** From the last frame with speech to the first one of ours that can be heard again, beyond the pause that ends a turn, in ms. */
  readonly answersLateMs: number;
}

/** How soon the attendant is silent when callers speak over it, and how soon it answers, from what came over the wire: of some calls at once. */
export async function bargeIns(): Promise<BargeIn[]> {
  const voice = new EspeakVoice(systemClock, 'caller', uncountedFaults);
  const speech = await voice.render('Hallo, hier ist die Praxis Doktor Weiß, es geht um Ihren Termin am Montag.', 'de');
  voice.rest();
  const server = await TestServer.start();
  try {
    return await Promise.all(Array.from({ length: CALLS }, () => bargeIn(server, speech)));
  } finally {
    await server.stop();
  }
}

async function bargeIn(server: TestServer, speech: Pcm): Promise<BargeIn> {
  const ear = await RtpPeer.open();
  void sipp('stay', { port: server.sipPort, rtpPort: ear.port }).catch(() => {});
  await until(async () => (ear.nowMs > SPEAKS_AT_MS ? true : null), 20_000);
  const from = ear.nowMs;
  await ear.speak(joinPcm([speech, new Int16Array(samplesIn(2_500))]));
  ear.close();
  const spoken = Array.from(
    { length: Math.floor(speech.length / FRAME_SAMPLES) },
    (_, at) => levelDbfs(speech.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES)) > SPOKEN_DBFS,
  );
  const [onset, end] = [from + spoken.indexOf(true) * FRAME_MS, from + (spoken.lastIndexOf(true) + 1) * FRAME_MS];
  const last = ear.received.findLast(({ atMs, levelDbfs: level }) => atMs >= onset && atMs < end && level > AUDIBLE_DBFS);
  return {
    silentAfterMs: last ? last.atMs - onset : 0,
    answersLateMs: (ear.firstLouder(AUDIBLE_DBFS, end) ?? Number.NaN) - TIMING.yieldPause,
  };
}
