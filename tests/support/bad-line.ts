import { FRAME_SAMPLES, joinPcm, levelDbfs, samplesIn, SAMPLE_RATE, type Pcm } from '../../src/call/audio.ts';
import { LossyRelay, type Line } from './lossy-relay.ts';
import { RtpPeer } from './rtp-peer.ts';
import { until, type TestServer } from './server.ts';
import { sipp } from './sipp.ts';

export interface BadLineCall {
  /** sipp saw the whole call go as written. */
  readonly setUp: boolean;
  readonly signallingLost: number;
  readonly mediaLostPercent: number;
  /** Frames in which the far end hears a hole in our greeting, of a hundred. */
  readonly messageHolesPercent: number;
  readonly messageMs: number;
}

const SPOKEN_MS = 8_000;
/** A frame so far below the sound that was sent is a hole that an ear notices. */
const HOLE_DB = 12;

/** Places a call through a bad line, signalling and media alike, and leaves a steady tone as a message: one that no exchange has. */
export async function callOverBadLine(server: TestServer, line: Line): Promise<BadLineCall> {
  const ear = await RtpPeer.open();
  const signalling = await LossyRelay.open(server.sipPort, line);
  const media = await LossyRelay.open(ear.port, { ...line, seed: line.seed + 1 });
  const before = (await server.calls()).length;
  const call = sipp('stay', { port: signalling.port, rtpPort: media.port });
  await until(async () => (ear.nowMs > 5_500 ? true : null));
  const silence = (ms: number): Pcm => new Int16Array(samplesIn(ms));
  await ear.speak(silence(200));
  // Repeated, for a key may be lost like any packet.
  ear.press(5);
  const tone = Int16Array.from({ length: samplesIn(SPOKEN_MS) }, (_, i) => 8_000 * Math.sin((2 * Math.PI * 700 * i) / SAMPLE_RATE));
  await ear.speak(joinPcm([silence(2_500), tone, silence(6_000)]));
  const closed = (await server.closedCalls(before + 1)).at(-1);
  const { code } = await call;
  for (const one of [ear, signalling, media]) one.close();
  const wav = await (await fetch(`${server.url}/api/messages/${closed?.message?.id}/audio`)).arrayBuffer();
  return {
    setUp: code === 0,
    signallingLost: signalling.lost,
    mediaLostPercent: (100 * media.lost) / (media.lost + media.passed),
    messageHolesPercent: holes(new Int16Array(wav.slice(44)), levelDbfs(tone)),
    messageMs: closed?.message?.durationMs ?? 0,
  };
}

/** The share of frames between the tone's first and last one that are much quieter than it was sent. */
function holes(message: Pcm, sentDbfs: number): number {
  const levels = Array.from({ length: Math.floor(message.length / FRAME_SAMPLES) }, (_, frame) =>
    levelDbfs(message.subarray(frame * FRAME_SAMPLES, (frame + 1) * FRAME_SAMPLES)),
  );
  const loud = (level: number): boolean => level > sentDbfs - HOLE_DB;
  const spoken = levels.slice(levels.findIndex(loud), levels.findLastIndex(loud) + 1);
  return (100 * spoken.filter((level) => !loud(level)).length) / spoken.length;
}
