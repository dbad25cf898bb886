import { createReadStream, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EspeakVoice } from '../adapters/espeak/espeak-voice.ts';
import { openDatabase } from '../adapters/sqlite/database.ts';
import { every, systemClock } from '../call/clock.ts';
import { uncountedFaults } from '../call/faults.ts';
import type { Language } from '../call/language.ts';
import type { Config } from '../config.ts';
import { HOME } from '../household/household.ts';
import { PackError, type InstalledPack, type PackChoice } from '../packs/pack.ts';
import { choosing, usedFor, type ListedPack, type PackDesk, type PackState } from '../packs/pack-desk.ts';
import { openSettings } from '../kept-settings.ts';
import { SettingsDesk } from '../settings-desk.ts';
import { packDesk, packShelf } from '../speech-packs.ts';
import { DATABASE_FILE, prepareFolder } from '../starting.ts';
import type { Words } from '../words/words.ts';
import type { Terminal } from './terminal.ts';

/** How far something is, on a terminal; a log gets no such lines. */
const SHOWN_EVERY_MS = 500;
/** Whose name stands at a change that was made on the terminal. */
const TERMINAL_USER = 'local';

/** Speech packs without a browser: `danke-nein packs [install|import|use|remove]`. Exit codes as of `run`. */
export async function packs(config: Config, words: Words['terminal'], args: readonly string[], terminal: Terminal): Promise<number> {
  const { console } = terminal;
  const [command, what, lang] = args;
  const { terminal: texts } = words.packs;
  const shelf = packShelf(config.dataDir, systemClock);
  const voice = new EspeakVoice(systemClock, 'caller', uncountedFaults);
  const tools = { clock: systemClock, faults: uncountedFaults, voice, catalogue: config.packCatalogue };
  const desk: PackDesk = packDesk(shelf, tools, { info: () => {}, warn: () => {} }, () => {});
  if (command === undefined) return list(terminal, await desk.list(), await choiceOf(config), words);
  if (what === undefined || !['install', 'import', 'use', 'remove'].includes(command)) {
    console.error(texts.usage);
    return 2;
  }
  prepareFolder(config.dataDir);
  const entry = (await desk.list()).find(({ id }) => id === what);
  if (command !== 'import' && !entry) return refused(terminal, texts.unknown(what));
  if (command === 'install') return brought(terminal, desk, words, () => desk.install(what));
  if (command === 'import') return bring(terminal, desk, words, what);
  if (command === 'remove') {
    await desk.remove(what);
    console.log(texts.removed(what));
    return 0;
  }
  if (entry?.state.type !== 'installed') return refused(terminal, texts.notHere(what));
  return use(terminal, config, entry.state.pack, lang, words);
}

async function bring(terminal: Terminal, desk: PackDesk, words: Words['terminal'], path: string): Promise<number> {
  try {
    await access(path);
  } catch {
    return refused(terminal, words.packs.terminal.noFile(path));
  }
  return brought(terminal, desk, words, () => desk.receive(basename(path), createReadStream(path)));
}

/** What becomes of it, and on the way how far it is. */
async function brought(
  terminal: Terminal,
  desk: PackDesk,
  { packs: texts }: Words['terminal'],
  bringing: () => Promise<InstalledPack>,
): Promise<number> {
  const { console } = terminal;
  const showing = every(systemClock, SHOWN_EVERY_MS, () => void show(terminal, desk, texts));
  try {
    const pack = await bringing();
    clearLine(terminal);
    console.log(texts.terminal.done(pack.id));
    console.log(
      `${pack.verified ? texts.verified : texts.unverified} ${pack.trial.heard === null ? '' : texts.heard(pack.trial.heard)}`.trim(),
    );
    return 0;
  } catch (error) {
    clearLine(terminal);
    if (!(error instanceof PackError)) throw error;
    return refused(terminal, [texts.problem[error.problem], error.detail].filter(Boolean).join(' '));
  } finally {
    showing.cancel();
  }
}

async function show({ stderr }: Terminal, desk: PackDesk, texts: Words['terminal']['packs']): Promise<void> {
  if (!stderr.isTTY) return;
  const state = (await desk.list()).map((pack) => pack.state).find(({ type }) => ['loading', 'unpacking', 'trying'].includes(type));
  if (state) stderr.write(`\r\u001b[K${stateText(state, texts)}`);
}

function clearLine({ stderr }: Terminal): void {
  if (stderr.isTTY) stderr.write('\r\u001b[K');
}

function stateText(state: PackState, texts: Words['terminal']['packs']): string {
  if (state.type === 'trying') return texts.trying;
  if (state.type === 'unpacking') return texts.unpacking;
  return state.type === 'loading' ? texts.loading(state.bytes, state.ofBytes) : '';
}

function list({ console }: Terminal, all: readonly ListedPack[], choice: PackChoice, { packs: texts }: Words['terminal']): number {
  const width = Math.max(...all.map(({ id }) => id.length));
  for (const pack of all) {
    const used = usedFor(pack, choice);
    const about = [pack.languages.join('+'), pack.name, howItIs(pack, texts), ...(used.length > 0 ? [texts.terminal.inUseFor(used)] : [])];
    console.log(`${pack.id.padEnd(width)}  ${about.join(', ')}`);
  }
  return 0;
}

function howItIs({ state, entry }: ListedPack, { terminal }: Words['terminal']['packs']): string {
  if (state.type === 'installed') return terminal.installed(state.pack.trial.realTimeFactor);
  if (state.type === 'absent' && state.partialBytes > 0) return terminal.partial(state.partialBytes);
  return terminal.absent(entry?.archive.bytes ?? 0);
}

/** The settings of a server that is not asked: it reads them when it starts. */
async function withSettings<Result>(config: Config, act: (settings: SettingsDesk) => Promise<Result>): Promise<Result> {
  const path = join(config.dataDir, DATABASE_FILE);
  const db = await openDatabase(path);
  try {
    const check = (): Promise<never> => Promise.reject(new Error('nothing is checked here'));
    const log = { info: () => {}, warn: () => {} };
    const store = await openSettings(db, path, config.dataDir);
    return await act(await SettingsDesk.open(config, { store, clock: systemClock, log, check }));
  } finally {
    await db.destroy();
  }
}

/** As a server would read it when it starts. */
export async function choiceOf(config: Config): Promise<PackChoice> {
  if (!existsSync(join(config.dataDir, DATABASE_FILE))) return config.packs;
  return withSettings(config, async (settings) => settings.config.packs);
}

async function use(
  terminal: Terminal,
  config: Config,
  pack: InstalledPack,
  wanted: string | undefined,
  { packs: { terminal: texts } }: Words['terminal'],
): Promise<number> {
  const languages: readonly Language[] = wanted === undefined ? pack.languages : pack.languages.filter((lang) => lang === wanted);
  if (languages.length === 0) return refused(terminal, texts.notIts(pack.id, wanted ?? ''));
  await withSettings(config, async (settings) => {
    await settings.change(HOME, TERMINAL_USER, 'packs', choosing(settings.config.packs, pack, languages));
  });
  terminal.console.log(texts.use(pack.id));
  return 0;
}

function refused({ console }: Terminal, text: string): number {
  console.error(text);
  return 1;
}
