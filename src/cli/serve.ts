import type { Config } from '../config.ts';
import { serve, type Running } from '../main.ts';
import { ownAddresses } from '../starting.ts';
import { VERSION } from '../version.ts';
import type { Words } from '../words/words.ts';

/** A call in progress gets this long for its goodbye when the server is asked to stop. */
const DRAIN_MS = 30_000;

/** Serves until SIGTERM (calls end with a goodbye) or SIGINT (at once; so does a second SIGTERM). */
export async function serveUntilSignal(config: Config, words: Words['terminal']): Promise<never> {
  const stop = signalled();
  const running = await serve(config);
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

function signalled(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => {
      process.once('SIGTERM', () => process.exit(0));
      resolve(DRAIN_MS);
    });
    process.once('SIGINT', () => {
      process.once('SIGINT', () => process.exit(0));
      resolve(0);
    });
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
