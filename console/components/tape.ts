/** What the microphone hears, recorded. */
export interface Tape {
  readonly stream: MediaStream;
  /** Ends it, and gives the microphone back. */
  stop(): void;
  /** Resolves once it has ended. */
  readonly recorded: Promise<Blob>;
}

/** Browsers give a microphone to secure pages only: HTTPS, or this machine itself. */
export function mayRecord(): boolean {
  return typeof navigator.mediaDevices !== 'undefined' && typeof MediaRecorder !== 'undefined';
}

/** Ends by itself after `longestMs`. Rejects when the microphone may not be used. */
export async function record(audio: MediaTrackConstraints | true, longestMs: number): Promise<Tape> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  const recorder = new MediaRecorder(stream);
  const chunks: Blob[] = [];
  const ended = Promise.withResolvers<Blob>();
  recorder.ondataavailable = ({ data }) => void chunks.push(data);
  recorder.onstop = () => {
    for (const track of stream.getTracks()) track.stop();
    ended.resolve(new Blob(chunks));
  };
  recorder.start();
  const stop = (): void => {
    window.clearTimeout(limit);
    if (recorder.state === 'recording') recorder.stop();
  };
  const limit = window.setTimeout(stop, longestMs);
  return { stream, stop, recorded: ended.promise };
}
