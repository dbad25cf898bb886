declare module '@echogarden/espeak-ng-emscripten' {
  export interface Synthesiser {
    /** Words per minute. */
    rate: number;
    /** 0..99, 50 is normal. */
    pitch: number;
    range: number;
    /** Hz. */
    readonly samplerate: number;
    set_voice(voice: string): number;
    /** Calls back with pieces of 16-bit PCM, at the end with null; returning true stops. */
    synthesize(text: string, onAudio: (audio: Int16Array | null, events: unknown) => boolean): void;
  }
  export default function load(): Promise<{ eSpeakNGWorker: new () => Synthesiser }>;
}
