import type { Pcm } from '../../call/audio.ts';
import type { Fault } from '../../call/faults.ts';
import type { Codec } from './codec.ts';
import type { LineQuality } from '../leg.ts';
import type { SrtpKey } from './srtp.ts';

/** What was agreed with the peer about one stream. */
export interface StreamSettings {
  readonly remote: { readonly address: string; readonly port: number };
  /** Where the peer takes reports (RFC 3605); `mux`: on the port of the audio (RFC 5761). */
  readonly rtcp: { readonly port: number; readonly mux: boolean };
  /** Besides the negotiated address, the source of the signalling may send: a peer behind NAT knows only its inside. */
  readonly signallingSource: string;
  readonly codec: Codec;
  readonly telephoneEventType: number | null;
  /** How both directions are protected; null: not at all. */
  readonly srtp: { readonly send: SrtpKey; readonly receive: SrtpKey } | null;
  /** We may send; the peer may send. Both false or only sending: the peer has put us on hold. */
  readonly send: boolean;
  readonly receive: boolean;
  /**
   * The peer has shown that it gets what we send to where its messages come from: it sent an ACK, or answered us. Until then little is
   * sent to the address that it named, which may be somebody else's.
   */
  readonly confirmed: boolean;
}

/** From the main thread to the media worker. */
export type MediaCommand =
  | { readonly type: 'open'; readonly session: number }
  | { readonly type: 'connect'; readonly session: number; readonly settings: StreamSettings }
  | { readonly type: 'confirm'; readonly session: number }
  | { readonly type: 'play'; readonly session: number; readonly clipId: number; readonly pcm: Pcm }
  | { readonly type: 'stop_playing'; readonly session: number }
  | { readonly type: 'bridge'; readonly session: number; readonly other: number }
  | { readonly type: 'overhear'; readonly session: number; readonly other: number }
  | { readonly type: 'listen_along'; readonly session: number }
  | { readonly type: 'send_key'; readonly session: number; readonly digit: string }
  | { readonly type: 'unbridge'; readonly session: number }
  | { readonly type: 'close'; readonly session: number }
  | { readonly type: 'shut_down' };

/** From the media worker to the main thread. */
export type MediaReport =
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly session: number; readonly port: number }
  | { readonly type: 'not_opened'; readonly session: number; readonly reason: string }
  | {
      readonly type: 'frames';
      readonly sessions: Uint32Array;
      /** 160 samples for each session, one after another. */
      readonly pcm: Int16Array;
      /** NaN where no model runs. */
      readonly speechProbabilities: Float32Array;
    }
  | { readonly type: 'key'; readonly session: number; readonly digit: string }
  | {
      readonly type: 'clip_ended';
      readonly session: number;
      readonly clipId: number;
      readonly playedMs: number;
      readonly complete: boolean;
    }
  /** The last reports of a session that was connected, and of every one. */
  | { readonly type: 'quality'; readonly session: number; readonly quality: LineQuality }
  | { readonly type: 'closed'; readonly session: number }
  | { readonly type: 'media_timeout'; readonly session: number }
  /** An error of ours again and again: nothing comes of this session any more, and `closed` follows. */
  | { readonly type: 'media_failed'; readonly session: number; readonly reason: 'media_fault' }
  /** So many faults of a kind were contained there since the last such report. */
  | { readonly type: 'fault'; readonly fault: Fault; readonly times: number };

/** Settings of the worker, passed at its start. */
export interface MediaOptions {
  /** `udp6`: for both families. */
  readonly family: 'udp4' | 'udp6';
  readonly firstPort: number;
  readonly lastPort: number;
  /** No packet for so long ends the call, in ms. */
  readonly timeoutMs: number;
  /** Runs the voice-activity model; without it frames carry no probability. */
  readonly speechModel: boolean;
}
