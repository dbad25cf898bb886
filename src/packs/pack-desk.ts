import type { Clock } from '../call/clock.ts';
import type { Language } from '../call/language.ts';
import type { Log } from '../call/log.ts';
import { archiveName } from './catalogue.ts';
import type { Sense } from './model.ts';
import {
  PackError,
  senseOf,
  type CatalogueEntry,
  type InstalledPack,
  type PackChoice,
  type PackFacts,
  type PackProblem,
  type Trial,
} from './pack.ts';
import type { Archive, Candidate, PackShelf } from './shelf.ts';

/** What is going on with a pack. */
export type PackState =
  | { readonly type: 'absent'; /** Here already, from a download that was cut off. */ readonly partialBytes: number }
  | { readonly type: 'loading'; readonly bytes: number; readonly ofBytes: number | null }
  | { readonly type: 'unpacking'; readonly bytes: number; readonly ofBytes: number | null }
  /** Its model is loaded, and hears or says a sentence. */
  | { readonly type: 'trying' }
  | { readonly type: 'failed'; readonly problem: PackProblem; readonly detail: string; readonly partialBytes: number }
  | { readonly type: 'installed'; readonly pack: InstalledPack };

export interface ListedPack extends PackFacts {
  /** Null: it is in no catalogue; somebody brought it. */
  readonly entry: CatalogueEntry | null;
  readonly state: PackState;
}

export interface PackDeskTools {
  readonly shelf: PackShelf;
  readonly catalogue: readonly CatalogueEntry[];
  readonly clock: Clock;
  readonly log: Log;
  /** Loads a model and lets it do something. Rejects with what it says is wrong. */
  readonly trial: (candidate: Candidate) => Promise<Trial>;
  /** Something of what `list` says is different now. */
  readonly changed: () => void;
}

/** Whoever watches sees that something happens; more often costs more than it shows. */
const TOLD_EVERY_MS = 500;

/** At a time; each takes its archive's room twice, and a processor. */
const MOST_JOBS = 3;

interface Job {
  readonly facts: PackFacts | null;
  readonly aborting: AbortController;
  state: PackState;
}

/** Brings speech packs here, tries them, and takes them away. Of one pack one thing happens at a time. */
export class PackDesk {
  readonly #tools: PackDeskTools;
  readonly #jobs = new Map<string, Job>();
  readonly #failed = new Map<string, Extract<PackState, { type: 'failed' }>>();
  #toldAt = -Infinity;

  constructor(tools: PackDeskTools) {
    this.#tools = tools;
  }

  /** The catalogue's in its order, then those that somebody brought. */
  async list(): Promise<ListedPack[]> {
    const { shelf, catalogue } = this.#tools;
    const installed = new Map((await shelf.installed()).map((pack) => [pack.id, pack]));
    const known = await Promise.all(
      catalogue.map(async (entry) => ({ ...factsOf(entry), entry, state: await this.#stateOf(entry.id, installed.get(entry.id)) })),
    );
    const others = [...installed.values()].filter(({ id }) => !catalogue.some((entry) => entry.id === id));
    return [...known, ...others.map((pack) => ({ ...factsOf(pack), entry: null, state: { type: 'installed' as const, pack } }))];
  }

  /** Fetches a pack of the catalogue, or goes on fetching it. Rejects with PackError. */
  async install(id: string): Promise<InstalledPack> {
    const { shelf, catalogue } = this.#tools;
    const entry = catalogue.find((one) => one.id === id);
    if (!entry) throw new PackError('not_a_pack', id);
    return this.#job(id, factsOf(entry), async (job) => {
      const archive = await shelf.download(entry, job.aborting.signal, (bytes, ofBytes) =>
        this.#show(job, { type: 'loading', bytes, ofBytes }),
      );
      return this.#open(job, archive);
    });
  }

  /** Takes an archive that somebody has: one of the catalogue's, by its name, or one that says itself what is in it; cancelled by `signal`. Rejects with PackError. */
  async receive(name: string, parts: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<InstalledPack> {
    const facts = this.#named(name);
    return this.#job(facts?.id ?? `import:${name}`, facts, async (job) => {
      signal?.addEventListener('abort', () => job.aborting.abort(), { once: true });
      if (signal?.aborted) throw new PackError('cancelled');
      const progress = (bytes: number, ofBytes: number | null): void => this.#show(job, { type: 'loading', bytes, ofBytes });
      return this.#open(job, await this.#tools.shelf.receive(name, parts, job.aborting.signal, progress));
    });
  }

  /** What is here of a download stays; another one goes on there. */
  cancel(id: string): void {
    this.#jobs.get(id)?.aborting.abort();
  }

  /** Whatever is here of it goes. */
  async remove(id: string): Promise<void> {
    this.cancel(id);
    this.#failed.delete(id);
    await this.#tools.shelf.remove(id);
    this.#tools.changed();
  }

  #named(name: string): PackFacts | null {
    const entry = this.#tools.catalogue.find(({ archive }) => archiveName(archive.url) === archiveName(name));
    return entry ? factsOf(entry) : null;
  }

  async #open(job: Job, archive: Archive): Promise<InstalledPack> {
    const { shelf, clock } = this.#tools;
    const candidate = await this.#unpacked(job, archive);
    try {
      this.#show(job, { type: 'trying' }, true);
      const trial = await this.#tried(candidate);
      if (job.aborting.signal.aborted) throw new PackError('cancelled');
      const pack = await shelf.keep(candidate, { verified: archive.verified, installedAt: clock.wallTime(), trial });
      await shelf.forget(archive.path);
      return pack;
    } catch (error) {
      await shelf.discard(candidate);
      if (error instanceof PackError && error.problem === 'model_refused') await shelf.forget(archive.path);
      throw error;
    }
  }

  /** An archive that cannot be unpacked is of no use to anybody, unless there was no room for what is in it. */
  async #unpacked(job: Job, archive: Archive): Promise<Candidate> {
    const { shelf } = this.#tools;
    try {
      const progress = (bytes: number, ofBytes: number | null): void => this.#show(job, { type: 'unpacking', bytes, ofBytes });
      return await shelf.unpack(archive, job.facts, job.aborting.signal, progress);
    } catch (error) {
      if (!(error instanceof PackError) || !['no_space', 'cancelled', 'disk'].includes(error.problem)) await shelf.forget(archive.path);
      throw error;
    }
  }

  async #tried(candidate: Candidate): Promise<Trial> {
    try {
      return await this.#tools.trial(candidate);
    } catch (error) {
      throw new PackError('model_refused', error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async #job(id: string, facts: PackFacts | null, work: (job: Job) => Promise<InstalledPack>): Promise<InstalledPack> {
    if (this.#jobs.has(id) || this.#jobs.size >= MOST_JOBS) throw new PackError('refused', 'busy');
    const job: Job = { facts, aborting: new AbortController(), state: { type: 'loading', bytes: 0, ofBytes: null } };
    this.#jobs.set(id, job);
    this.#failed.delete(id);
    this.#tools.changed();
    try {
      return await work(job);
    } catch (error) {
      const failure = error instanceof PackError ? error : new PackError('disk', '', { cause: error });
      const { problem, detail } = failure;
      if (problem !== 'cancelled') {
        // Of one that nobody knows by name, whoever brought it is told, and nobody else.
        if (facts) this.#failed.set(id, { type: 'failed', problem, detail, partialBytes: 0 });
        this.#tools.log.warn({ pack: id, problem }, 'a speech pack could not be installed');
      }
      throw failure;
    } finally {
      this.#jobs.delete(id);
      this.#tools.changed();
    }
  }

  #show(job: Job, state: PackState, now = false): void {
    job.state = state;
    const at = this.#tools.clock.now();
    if (!now && at - this.#toldAt < TOLD_EVERY_MS) return;
    this.#toldAt = at;
    this.#tools.changed();
  }

  async #stateOf(id: string, installed: InstalledPack | undefined): Promise<PackState> {
    const running = this.#jobs.get(id)?.state;
    if (running) return running;
    const failed = this.#failed.get(id);
    if (installed && !failed) return { type: 'installed', pack: installed };
    const partialBytes = await this.#tools.shelf.partial(id);
    return failed ? { ...failed, partialBytes } : { type: 'absent', partialBytes };
  }
}

function factsOf({ id, name, kind, languages, licence, home }: PackFacts): PackFacts {
  return { id, name, kind, languages, licence, home };
}

/** Which pack is chosen for something; null: none, or it is not here. */
export function chosen(choice: PackChoice, installed: readonly InstalledPack[], sense: Sense, lang: Language): InstalledPack | null {
  const id = choice[sense][lang];
  return installed.find((pack) => pack.id === id && senseOf(pack) === sense && pack.languages.includes(lang)) ?? null;
}

/** In which languages a pack is used. */
export function usedFor({ id, kind, languages, state }: ListedPack, choice: PackChoice): Language[] {
  return state.type === 'installed' ? languages.filter((lang) => choice[senseOf({ kind })][lang] === id) : [];
}

/** The choice, with a pack for these languages. */
export function choosing(choice: PackChoice, pack: PackFacts, languages: readonly Language[]): PackChoice {
  const sense = senseOf(pack);
  return { ...choice, [sense]: { ...choice[sense], ...Object.fromEntries(languages.map((lang) => [lang, pack.id])) } };
}
