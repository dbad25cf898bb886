import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { loadSilero } from './adapters/silero/silero.ts';
import { systemClock } from './call/clock.ts';
import { containedClock, Faults, type FaultPlace } from './call/faults.ts';
import { systemRandom } from './call/random.ts';
import { MediaPlane } from './telephony/media/media-plane.ts';
import type { MediaCommand, MediaOptions, MediaReport } from './telephony/media/protocol.ts';

/** The media worker's composition root: sockets, codec, pacer and voice activity, on a thread of their own. */
const port = parentPort;
if (!port) throw new Error('media-worker.ts runs as a worker thread only');

// Packets shall leave on time while the main thread is busy. On Linux this is the priority of this thread alone; it needs
// a right that an ordinary user may lack, and then everything works, only less evenly on a machine that is full.
try {
  setPriority(constants.priority.PRIORITY_ABOVE_NORMAL);
} catch {}

const options = workerData as MediaOptions;
const told = new Map<FaultPlace, number>();
const faults = new Faults((fault, count) => {
  report({ type: 'fault', fault, times: count - (told.get(fault.place) ?? 0) });
  told.set(fault.place, count);
});
const plane = new MediaPlane(containedClock(systemClock, faults), systemRandom, options, report, faults);
port.on('message', (command: MediaCommand) => {
  plane.handle(command);
  if (command.type === 'shut_down') port.close();
});
report({ type: 'ready' });

if (options.speechModel) {
  // Without the model the energy gate decides; calls go on either way.
  loadSilero().then(
    (model) => plane.useSpeechModel(model),
    () => {},
  );
}

function report(one: MediaReport): void {
  port?.postMessage(one, buffersOf(one));
}

function buffersOf(report: MediaReport): ArrayBuffer[] {
  if (report.type !== 'frames') return [];
  return [report.sessions, report.pcm, report.speechProbabilities].map((array) => array.buffer as ArrayBuffer);
}
