import type { WebCallReply } from '../../src/http/api.ts';
import { api } from '../api-client.ts';

/** Why a browser cannot telephone: no secure page, no leave to use the microphone, or none is there. */
export type PhoneProblem = 'insecure' | 'not_allowed' | 'no_microphone';

export class PhoneError extends Error {
  override readonly name = 'PhoneError';
  readonly problem: PhoneProblem;

  constructor(problem: PhoneProblem) {
    super(problem);
    this.problem = problem;
  }
}

export interface Softphone extends WebCallReply {
  readonly mute: (muted: boolean) => void;
  readonly press: (digit: string) => void;
  readonly hangUp: () => void;
  /** The call is over already. */
  readonly leave: () => void;
  /** How loud both sides are, 0 to 1: what is heard, and what the microphone takes. */
  readonly levels: () => { readonly heard: number; readonly said: number };
}

/** Addresses are found at once in a house; whoever waits longer waits for a network that is not there. */
const GATHER_MS = 2_000;

/**
 * Telephones over WebRTC with our own server alone: no other server is asked for anything. `microphone`: false to listen only.
 * Rejects with PhoneError, or with what `connect` rejects with. `onEnd` is called once.
 */
export async function openSoftphone(
  connect: (offer: string) => Promise<WebCallReply>,
  { microphone, onEnd }: { microphone: boolean; onEnd: () => void },
): Promise<Softphone> {
  const input = microphone ? await microphoneStream() : null;
  const connection = new RTCPeerConnection({ iceServers: [] });
  const meters = new Meters();
  const audio = new Audio();
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    for (const track of input?.getTracks() ?? []) track.stop();
    connection.close();
    meters.close();
    audio.srcObject = null;
    onEnd();
  };
  connection.ontrack = ({ streams, track }) => {
    const stream = streams[0] ?? new MediaStream([track]);
    audio.srcObject = stream;
    void audio.play().catch(() => {});
    meters.hear(stream);
  };
  connection.onconnectionstatechange = () => {
    if (['failed', 'closed'].includes(connection.connectionState)) end();
  };
  try {
    const sender = input ? connection.addTrack(input.getAudioTracks()[0] as MediaStreamTrack, input) : null;
    if (input) meters.say(input);
    else connection.addTransceiver('audio', { direction: 'recvonly' });
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    const reply = await connect(connection.localDescription?.sdp ?? '');
    await connection.setRemoteDescription({ type: 'answer', sdp: reply.answer });
    return {
      ...reply,
      mute(muted) {
        for (const track of input?.getAudioTracks() ?? []) track.enabled = !muted;
      },
      press: (digit) => sender?.dtmf?.insertDTMF(digit, 160),
      hangUp() {
        void api.webHangUp(reply.legId).catch(() => {});
        end();
      },
      leave: end,
      levels: () => meters.levels(),
    };
  } catch (error) {
    end();
    throw error;
  }
}

async function microphoneStream(): Promise<MediaStream> {
  // Browsers give a microphone to secure pages only: HTTPS, or this machine itself.
  if (typeof navigator.mediaDevices === 'undefined') throw new PhoneError('insecure');
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    throw new PhoneError(error instanceof DOMException && error.name === 'NotAllowedError' ? 'not_allowed' : 'no_microphone');
  }
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      window.clearTimeout(limit);
      resolve();
    };
    const limit = window.setTimeout(done, GATHER_MS);
    connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && done();
    if (connection.iceGatheringState === 'complete') done();
  });
}

/** Looks at both sides without keeping anything of them. */
class Meters {
  readonly #context = new AudioContext();
  #heard: AnalyserNode | null = null;
  #said: AnalyserNode | null = null;

  hear(stream: MediaStream): void {
    this.#heard = this.#meter(stream);
  }

  say(stream: MediaStream): void {
    this.#said = this.#meter(stream);
  }

  levels(): { heard: number; said: number } {
    return { heard: peak(this.#heard), said: peak(this.#said) };
  }

  close(): void {
    void this.#context.close();
  }

  #meter(stream: MediaStream): AnalyserNode {
    const meter = this.#context.createAnalyser();
    meter.fftSize = 512;
    this.#context.createMediaStreamSource(stream).connect(meter);
    return meter;
  }
}

/** On a scale of 50 dB, as ears hear it. */
function peak(meter: AnalyserNode | null): number {
  if (!meter) return 0;
  const samples = new Float32Array(meter.fftSize);
  meter.getFloatTimeDomainData(samples);
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return Math.max(0, Math.min(1, 1 + (20 * Math.log10(loudest || 1e-9)) / 50));
}
