/** The part of sherpa-onnx that is used here; its own types are JSDoc. Constructors throw, or end the process, on a bad model. */
declare module 'sherpa-onnx-node' {
  interface Waveform {
    readonly samples: Float32Array;
    readonly sampleRate: number;
  }
  interface Stream {
    acceptWaveform(wave: Waveform): void;
  }
  export class OfflineRecognizer {
    constructor(config: object);
    createStream(): Stream;
    decodeAsync(stream: Stream): Promise<{ readonly text: string }>;
  }
  export class OnlineRecognizer {
    constructor(config: object);
    createStream(): Stream & { inputFinished(): void };
    isReady(stream: Stream): boolean;
    decode(stream: Stream): void;
    getResult(stream: Stream): { readonly text: string };
  }
  export class OfflineTts {
    readonly sampleRate: number;
    constructor(config: object);
    generateAsync(request: object): Promise<Waveform>;
  }
}
