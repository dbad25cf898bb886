import { join } from 'node:path';
import { FolderShelf } from './adapters/packs/folder-shelf.ts';
import type { Clock } from './call/clock.ts';
import type { Faults } from './call/faults.ts';
import type { Language } from './call/language.ts';
import type { Log } from './call/log.ts';
import { PackEngines, type UsedPacks } from './configured-packs.ts';
import type { PacksPage, Packs, PackReply } from './http/pack-api.ts';
import { CATALOGUE } from './packs/catalogue.ts';
import { PackError, senseOf, type CatalogueEntry, type InstalledPack, type PackChoice } from './packs/pack.ts';
import { choosing, PackDesk, usedFor } from './packs/pack-desk.ts';
import type { Candidate } from './packs/shelf.ts';
import type { Voice } from './speaking/voice.ts';
import { modelIn, tryModel } from './try-pack.ts';

export interface SpeechPackTools {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly log: Log;
  /** Says the sentence that a recogniser is tried with. */
  readonly voice: Voice;
  readonly catalogue?: readonly CatalogueEntry[];
  /** What the settings say. */
  readonly choice: () => PackChoice;
  /** Somebody's choice, as a change of the settings. */
  readonly choose: (choice: PackChoice, userName: string) => Promise<void>;
  /** What is installed is different now. */
  readonly renew: () => Promise<void>;
  /** Whoever watches asks anew. */
  readonly changed: () => void;
}

/** The speech packs of this server: what is there, what is used, and what comes and goes. */
export class SpeechPacks implements Packs {
  readonly #tools: SpeechPackTools;
  readonly #shelf: FolderShelf;
  readonly #desk: PackDesk;
  readonly #engines: PackEngines;

  constructor(tools: SpeechPackTools) {
    const { clock, faults, log, changed } = tools;
    this.#tools = tools;
    this.#shelf = packShelf(tools.dataDir, clock);
    this.#desk = packDesk(this.#shelf, tools, log, changed);
    this.#shelf.tidy().catch(() => log.warn({}, 'what was left of a speech pack could not be removed'));
    this.#engines = new PackEngines({ clock, faults, log }, (id) => this.#shelf.folderOf(id));
  }

  /** From now on what the settings say is used, as far as it is here. */
  async use(choice: PackChoice): Promise<UsedPacks> {
    return this.#engines.use(choice, await this.#shelf.installed());
  }

  async page(): Promise<PacksPage> {
    const choice = this.#tools.choice();
    const packs = (await this.#desk.list()).map((pack) => {
      const { entry } = pack;
      const about = entry && { memoryBytes: entry.memoryBytes, goodFor: entry.goodFor, archiveBytes: entry.archive.bytes };
      return { ...pack, sense: senseOf(pack), usedFor: usedFor(pack, choice), entry: about, pace: this.#engines.paceOf(pack.id) };
    });
    return { packs, choice, freeBytes: await this.#shelf.freeBytes() };
  }

  install(id: string, userName: string): void {
    this.#desk.install(id).then(
      (pack) => this.#installed(pack, userName),
      // What went wrong stands on the page.
      () => {},
    );
  }

  async receive(name: string, parts: AsyncIterable<Uint8Array>, userName: string, signal: AbortSignal): Promise<PackReply> {
    try {
      const pack = await this.#desk.receive(name, parts, signal);
      await this.#installed(pack, userName);
      return { ok: true, id: pack.id };
    } catch (error) {
      if (error instanceof PackError) return { ok: false, problem: error.problem, detail: error.detail };
      throw error;
    }
  }

  cancel(id: string): void {
    this.#desk.cancel(id);
  }

  async remove(id: string): Promise<void> {
    await this.#desk.remove(id);
    await this.#tools.renew();
  }

  stop(): void {
    this.#engines.stop();
  }

  /** Who brings a pack wants to use it, where no other one is used. */
  async #installed(pack: InstalledPack, userName: string): Promise<void> {
    const { choice, choose, renew, changed } = this.#tools;
    const wanted = withPack(choice(), pack);
    // A change of the settings brings into effect what is installed, too.
    await (wanted === null ? renew() : choose(wanted, userName));
    changed();
  }
}

export function packShelf(dataDir: string, clock: Clock): FolderShelf {
  return new FolderShelf(join(dataDir, 'packs'), clock);
}

export function packDesk(
  shelf: FolderShelf,
  { clock, faults, voice, catalogue = CATALOGUE }: Pick<SpeechPackTools, 'clock' | 'faults' | 'voice' | 'catalogue'>,
  log: Log,
  changed: () => void,
): PackDesk {
  const trial = (candidate: Candidate) =>
    tryModel(modelIn(candidate.folder, { ...candidate.facts, files: candidate.files }), first(candidate.facts.languages), voice, {
      clock,
      faults,
    });
  return new PackDesk({ shelf, catalogue, clock, log, trial, changed });
}

/** The choice with a pack in it for those of its languages that have none; null: that changes nothing. */
function withPack(choice: PackChoice, pack: InstalledPack): PackChoice | null {
  const free = pack.languages.filter((lang) => choice[senseOf(pack)][lang] === null);
  return free.length === 0 ? null : choosing(choice, pack, free);
}

function first([lang = 'de']: readonly Language[]): Language {
  return lang;
}
