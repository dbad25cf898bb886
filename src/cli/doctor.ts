import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, statfsSync, statSync } from 'node:fs';
import { createServer, isIP } from 'node:net';
import { join } from 'node:path';
import { loadSilero } from '../adapters/silero/silero.ts';
import { EspeakVoice } from '../adapters/espeak/espeak-voice.ts';
import { dateOf, systemClock } from '../call/clock.ts';
import { FAULT_PLACES, uncountedFaults } from '../call/faults.ts';
import type { Config } from '../config.ts';
import { packShelf } from '../speech-packs.ts';
import { prepareFolder } from '../starting.ts';
import { readStatus, STATUS_COUNTERS, type Status } from '../status.ts';
import { modelIn, tryModel } from '../try-pack.ts';
import { ROOT } from '../version.ts';
import type { Words } from '../words/words.ts';
import { choiceOf } from './packs.ts';
import type { Terminal } from './terminal.ts';

/** Room for about a day of messages. */
const LITTLE_SPACE_BYTES = 500 * 1024 * 1024;

/** `notes`: nothing to do about, and worth knowing. */
type Finding = 'good' | 'running' | { readonly problem: string } | { readonly notes: readonly string[] };

/** Looks at all that a call needs, says what is wrong and what to do about it. Exit code 1 if something is. */
export async function doctor(config: Config, words: Words['terminal'], _args: readonly string[], { console }: Terminal): Promise<number> {
  const status = readStatus(config.dataDir, systemClock.wallTime());
  const checks: [string, () => Promise<Finding>][] = [
    [words.checks.node(process.version), async () => 'good'],
    [config.file === null ? words.checks.noConfig : words.checks.config(config.file), async () => 'good'],
    [words.checks.folder(config.dataDir), async () => folder(config, words)],
    [
      status ? words.checks.running(status.version, dateOf(status.startedAt).toISOString()) : words.checks.notRunning,
      async () => (status ? since(status, words) : 'good'),
    ],
    ...(process.getuid ? [[words.checks.user, async () => user(words)] satisfies [string, () => Promise<Finding>]] : []),
    [words.checks.sipPort(config.sip.port), () => sipPort(config, words)],
    [words.checks.httpPort(config.http.port), () => tcpPort(config.http.port, words)],
    [
      words.checks.console,
      async () => (existsSync(join(ROOT, 'dist', 'console', 'index.html')) ? 'good' : { problem: words.checks.buildConsole }),
    ],
    [words.checks.voice, () => voice(words)],
    [words.checks.speechModel, () => speechModel(words)],
    ...(await packsInUse(config)).map((id): [string, () => Promise<Finding>] => [
      words.packs.terminal.pack(id),
      () => pack(config, id, words),
    ]),
  ];
  let problems = 0;
  for (const [what, check] of checks) {
    const finding = await check();
    if (typeof finding === 'object' && 'problem' in finding) problems++;
    console.log(lineOf(what, finding, words));
  }
  console.log(problems === 0 ? words.checks.allGood : words.checks.problems(problems));
  return problems === 0 ? 0 : 1;
}

/** What has gone wrong in the server that runs, and went no further. */
function since({ restarts, lastEnd, faults, counters }: Status, { checks }: Words['terminal']): Finding {
  const notes = [
    ...(restarts > 0 ? [checks.restarted(restarts, lastEnd)] : []),
    ...FAULT_PLACES.flatMap((place) => (faults[place] ? [checks.faults(faults[place], checks.faultPlaces[place])] : [])),
    ...STATUS_COUNTERS.flatMap((what) => (counters[what] ? [checks.counters[what](counters[what])] : [])),
  ];
  return notes.length === 0 ? 'good' : { notes };
}

function lineOf(what: string, finding: Finding, words: Words['terminal']): string {
  if (finding === 'good') return `+ ${what}`;
  if (finding === 'running') return `~ ${what} (${words.checks.inUse})`;
  return 'problem' in finding ? `! ${what}\n    ${finding.problem}` : [`~ ${what}`, ...finding.notes].join('\n    ');
}

/** Who breaks into a process of root's has the whole machine. */
function user(words: Words['terminal']): Finding {
  return process.getuid?.() === 0 ? { notes: [words.checks.root] } : 'good';
}

async function folder(config: Config, words: Words['terminal']): Promise<Finding> {
  try {
    prepareFolder(config.dataDir);
  } catch (error) {
    return { problem: (error as Error).message };
  }
  const { bavail, bsize } = statfsSync(config.dataDir);
  if (bavail * bsize < LITTLE_SPACE_BYTES) return { problem: words.checks.littleSpace };
  // Windows has no such bits.
  const isLoose = process.platform !== 'win32' && (statSync(config.dataDir).mode & 0o077) !== 0;
  return isLoose ? { notes: [words.checks.looseFolder(config.dataDir)] } : 'good';
}

async function sipPort(config: Config, words: Words['terminal']): Promise<Finding> {
  const socket = createSocket(isIP(config.sip.host) === 6 ? 'udp6' : 'udp4');
  try {
    socket.bind(config.sip.port, config.sip.host);
    await once(socket, 'listening');
  } catch (error) {
    return portFinding(error, words);
  } finally {
    socket.close();
  }
  return tcpPort(config.sip.port, words);
}

async function tcpPort(port: number, words: Words['terminal']): Promise<Finding> {
  const server = createServer();
  try {
    server.listen(port);
    await once(server, 'listening');
    return 'good';
  } catch (error) {
    return portFinding(error, words);
  } finally {
    server.close();
  }
}

/** A port in use is fine if it is ours that runs; the doctor cannot tell, and says so. */
function portFinding(error: unknown, words: Words['terminal']): Finding {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' ? 'running' : { problem: words.checks.portClosed(code ?? String(error)) };
}

async function voice(words: Words['terminal']): Promise<Finding> {
  const espeak = new EspeakVoice(systemClock, 'attendant', uncountedFaults);
  try {
    await espeak.render('Guten Tag.', 'de');
    return 'good';
  } catch (error) {
    return { problem: words.checks.noVoice((error as Error).message) };
  } finally {
    espeak.rest();
  }
}

async function packsInUse(config: Config): Promise<string[]> {
  const { hearing, speaking } = await choiceOf(config);
  return [...new Set([hearing.de, hearing.en, speaking.de, speaking.en].filter((id) => id !== null))];
}

/** Whether it is here, and its model can be loaded. */
async function pack(config: Config, id: string, words: Words['terminal']): Promise<Finding> {
  const shelf = packShelf(config.dataDir, systemClock);
  const installed = (await shelf.installed()).find((one) => one.id === id);
  const [lang] = installed?.languages ?? [];
  if (!installed || lang === undefined) return { problem: words.packs.terminal.notHere(id) };
  const espeak = new EspeakVoice(systemClock, 'caller', uncountedFaults);
  try {
    await tryModel(modelIn(shelf.folderOf(id), installed), lang, espeak, { clock: systemClock, faults: uncountedFaults });
    return 'good';
  } catch (error) {
    return { problem: words.packs.terminal.broken(id, (error as Error).message) };
  } finally {
    espeak.rest();
  }
}

async function speechModel(words: Words['terminal']): Promise<Finding> {
  try {
    await loadSilero();
    return 'good';
  } catch {
    return { problem: words.checks.noSpeechModel };
  }
}
