import { faultOf } from '../call/faults.ts';
import { systemClock } from '../call/clock.ts';
import type { Config } from '../config.ts';
import { createLog, serve, type Running } from '../main.ts';
import { ownAddresses } from '../starting.ts';
import { VERSION } from '../version.ts';
import type { Words } from '../words/words.ts';

/** A call in progress gets this long for its goodbye when the server is asked to stop. */
const DRAIN_MS = 30_000;
/**
 * Where a terminal or systemd signals all processes at once, and our parent passes the signal on, the same wish comes twice: what
 * comes so soon after the first is no second one.
 */
const SAME_WISH_MS = 500;
/** sysexits.h, EX_SOFTWARE: an internal error. */
const EXIT_SOFTWARE = 70;

/** Serves until SIGTERM, or the end of the parent that watches over it (calls end with a goodbye), or SIGINT (at once; so does a second signal). */
export async function serveUntilSignal(config: Config, words: Words['terminal']): Promise<never> {
  const stop = signalled();
  const log = createLog();
  let running: Running | null = null;
  let isCrashing = false;
  // Rejections that nobody handles come here too.
  process.on('uncaughtException', (error) => {
    if (isCrashing) return;
    isCrashing = true;
    log.warn({ ...faultOf('process', error) }, 'an error that nobody caught ends the process, and every call with it');
    void crash(running);
  });
  running = await serve(config, log, {
    restarts: Number(process.env['DANKE_RESTARTS'] ?? 0),
    lastEnd: process.env['DANKE_LAST_END'] ?? '',
  });
  for (const line of banner(running, words)) console.log(line);
  running.voiceReady.then(
    () => console.log(words.voiceReady),
    () => console.error(words.noVoice),
  );
  const graceMs = await stop;
  if (graceMs > 0) console.log(words.stopping);
  await running.stop(graceMs);
  // werift goes on offering DTLS to a browser that has gone, for half a minute.
  process.exit(0);
}

async function crash(running: Running | null): Promise<never> {
  try {
    await running?.breakOff();
  } finally {
    process.exit(EXIT_SOFTWARE);
  }
}

/** Resolves with how long calls may take to end, in ms. */
function signalled(): Promise<number> {
  return new Promise((resolve) => {
    let firstAt: number | null = null;
    const asked = (graceMs: number): void => {
      if (firstAt !== null && systemClock.now() - firstAt > SAME_WISH_MS) process.exit(0);
      firstAt ??= systemClock.now();
      resolve(graceMs);
    };
    process.on('SIGTERM', () => asked(DRAIN_MS));
    process.on('SIGINT', () => asked(0));
    if (process.connected) process.once('disconnect', () => resolve(DRAIN_MS));
    // The listener would keep a server alive that could not start.
    process.channel?.unref();
  });
}

/** What a person needs to know in the first minute. */
function banner(running: Running, words: Words['terminal']): string[] {
  const { config } = running;
  const addresses = ownAddresses();
  const host = addresses[0] ?? '127.0.0.1';
  const lines = config.households.flatMap((household) => household.lines).map((line) => line.id);
  return [
    '',
    `  Danke, nein ${VERSION}`,
    '',
    `  ${words.consoleAt(`http://localhost:${running.httpPort}`)}${running.passwordSet ? '' : ` ${words.onlyHere}`}`,
    ...(running.httpsPort === null ? [] : [`  ${words.sealedAt(`https://${host}:${running.httpsPort}`)}`]),
    `  ${words.sipAt(`sip:${host}:${running.sipPort}`)}`,
    '',
    `  ${words.firstCall(`sip:${host}:${running.sipPort}`)}`,
    `  ${lines.length > 0 ? words.linesConnected(lines) : words.noLine}`,
    `  ${running.hearsWords ? words.levelOne : words.levelZero}`,
    ...(running.passwordSet ? [] : [`  ${words.noPassword}`]),
    ...(config.households[0].household === undefined ? [`  ${words.noHousehold}`] : []),
    '',
  ];
}
