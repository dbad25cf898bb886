import type { Clock } from '../call/clock.ts';
import { uuidv7 } from '../call/ids.ts';
import type { Language } from '../call/language.ts';
import { RateLimiter } from '../call/rate-limit.ts';
import { stepsIn } from '../nvc/steps.ts';
import { MAX_COMMENT, MAX_NAME, MAX_WEBSITE, type Comment, type CommentState, type CommentStore, type NewComment } from './comment.ts';
import { verdictOn } from './moderation.ts';
import type { Seals } from './seals.ts';
import { COMMENTS, linksIn, spamProbability, traitsOf } from './spam-filter.ts';

export interface CommentDeskTools {
  readonly comments: CommentStore;
  readonly seals: Seals;
  readonly clock: Clock;
  /** Called when readers would see something else than before, and when somebody has to look at something. */
  readonly onChange: (what: 'published' | 'queue') => void;
}

/** A form as it was filled in. */
export interface FilledIn {
  readonly storyId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly email: string;
  readonly website: string;
  readonly body: string;
  readonly lang: Language;
  /** What stands in the field that no person sees. */
  readonly trap: string;
  /** As `Seals.form` gave it. */
  readonly form: string;
  /** The hint was seen: whoever sends again means it. */
  readonly hintSeen: boolean;
  /** Where it came from, for the count of how many come from there. */
  readonly source: string;
}

export type Field = 'name' | 'email' | 'website' | 'body';

/** What becomes of a form; but for `published` and `waiting` nothing was kept, and the form is shown again with all that stood in it. */
export type Received =
  | { readonly type: 'published' | 'waiting'; readonly id: string }
  | { readonly type: 'incomplete'; readonly fields: readonly Field[] }
  | { readonly type: 'hint'; readonly sentences: readonly string[] }
  | { readonly type: 'form_old' }
  | { readonly type: 'busy' };

/** From one place: four at once, then one in two minutes. From everywhere: so many that one reader among a flood finds a gap soon. */
const PER_SOURCE = { perSecond: 1 / 120, burst: 4 } as const;
const IN_ALL = { perSecond: 5, burst: 200 } as const;
/** Of those that wait to be looked at, one place has twenty a day, and one person twenty at a time. */
const WAITING_PER_SOURCE = { perSecond: 20 / 86_400, burst: 20 } as const;
const MOST_WAITING_OF_ONE = 20;
/** More than this nobody looks through. Each kind has its own room, and a new one always a place: the oldest makes it. */
const MOST_HELD = { waiting: 2_000, spam: 1_000 } as const;

/** Takes comments from readers, and decisions about them from the household. */
export class CommentDesk {
  readonly #householdId: string;
  readonly #tools: CommentDeskTools;
  readonly #perSource: RateLimiter;
  readonly #inAll: RateLimiter;
  readonly #waiting: RateLimiter;

  constructor(householdId: string, tools: CommentDeskTools) {
    this.#householdId = householdId;
    this.#tools = tools;
    this.#perSource = new RateLimiter(tools.clock, PER_SOURCE);
    this.#inAll = new RateLimiter(tools.clock, IN_ALL);
    this.#waiting = new RateLimiter(tools.clock, WAITING_PER_SOURCE);
  }

  /** Rejects with StoreError where the story is not there. */
  async receive(filled: FilledIn): Promise<Received> {
    const { comments, seals, clock } = this.#tools;
    const words = trimmed(filled);
    const fields = wrongIn(words);
    if (fields.length > 0) return { type: 'incomplete', fields };
    const now = clock.wallTime();
    const age = seals.ageOf(filled.form, filled.storyId, now);
    if (age === 'forged' || age === 'too_old') return { type: 'form_old' };
    const sentences = judgedIn(words.body, words.lang);
    if (sentences.length > 0 && !filled.hintSeen) return { type: 'hint', sentences };
    if (!this.#perSource.allows(filled.source) || !this.#inAll.allows('')) return { type: 'busy' };

    const person = seals.personOf(words.email);
    const website = words.website === '' ? null : words.website;
    const traits = traitsOf({ ...words, website });
    const { state, why } = verdictOn({
      trap: filled.trap !== '' || age === 'too_young',
      blocked: await comments.isBlocked(this.#householdId, person),
      known: await comments.isKnown(this.#householdId, person, words.name),
      links: linksIn(words),
      spam: spamProbability(traits, await comments.wordCounts(this.#householdId, [COMMENTS, ...traits])),
    });
    if (state === 'waiting' && !(await this.#mayWait(filled.source, person))) return { type: 'busy' };
    const { storyId, lang } = filled;
    const parentId = await this.#answered(filled);
    const { name, body } = words;
    const id = uuidv7(clock);
    const kept = { id, storyId, parentId, name, website, body, lang, state, why, person, createdAt: now };
    await comments.addComment(this.#householdId, { ...kept, byAuthor: false, edited: false, taught: null });
    if (state !== 'published') await comments.boundHeld(this.#householdId, MOST_HELD);
    this.#tools.onChange(state === 'published' ? 'published' : 'queue');
    return { type: state === 'published' ? 'published' : 'waiting', id };
  }

  /** Somebody of the household answers. Rejects with StoreError where story or comment are not there. */
  async answer(userId: string, answer: Pick<Comment, 'storyId' | 'parentId' | 'name' | 'body' | 'lang'>): Promise<string> {
    const { comments, seals, clock } = this.#tools;
    const id = uuidv7(clock);
    const ours = { website: null, state: 'published', why: null, byAuthor: true, edited: false, taught: null } as const;
    await comments.addComment(this.#householdId, {
      ...answer,
      ...ours,
      id,
      person: seals.personOf(`user ${userId}`),
      createdAt: clock.wallTime(),
    });
    this.#tools.onChange('published');
    return id;
  }

  /** A person says what becomes of comments, and their words are learnt, or unlearnt. Those that are known. */
  async decide(ids: readonly string[], state: CommentState): Promise<string[]> {
    const decided: NewComment[] = [];
    for (const id of new Set(ids)) {
      const comment = await this.#tools.comments.comment(this.#householdId, id);
      if (!comment) continue;
      await this.#decideOne(comment, state);
      decided.push(comment);
    }
    const seen = decided.some((comment) => state === 'published' || comment.state === 'published');
    if (decided.length > 0) this.#tools.onChange(seen ? 'published' : 'queue');
    return decided.map(({ id }) => id);
  }

  async #decideOne(comment: NewComment, state: CommentState): Promise<void> {
    const { comments } = this.#tools;
    const taught = comment.byAuthor ? null : state === 'spam' ? 'spam' : state === 'published' ? 'ham' : null;
    if (taught !== comment.taught) {
      const traits = [COMMENTS, ...traitsOf(comment)];
      if (comment.taught !== null) await comments.learn(this.#householdId, traits, comment.taught, -1);
      if (taught !== null) await comments.learn(this.#householdId, traits, taught, 1);
    }
    await comments.setState(this.#householdId, comment.id, state, taught);
  }

  /** Other words, marked as changed. False: unknown. */
  async edit(id: string, body: string): Promise<boolean> {
    const changed = await this.#tools.comments.edit(this.#householdId, id, body);
    if (changed) this.#tools.onChange('published');
    return changed;
  }

  /** Further comments of whoever wrote this one are held as spam, or no longer. False: unknown. */
  async block(id: string, blocked: boolean): Promise<boolean> {
    const { comments, clock } = this.#tools;
    const comment = await comments.comment(this.#householdId, id);
    if (!comment || comment.byAuthor) return false;
    await comments.block(this.#householdId, comment.person, blocked, clock.wallTime());
    this.#tools.onChange('queue');
    return true;
  }

  /** All that is kept of whoever has this e-mail address (GDPR, Art. 15). */
  ofPerson(email: string): Promise<Comment[]> {
    return this.#tools.comments.ofPerson(this.#householdId, this.#tools.seals.personOf(email));
  }

  /** Deletes it for good (GDPR, Art. 17), and says how many comments that were. */
  async deletePerson(email: string): Promise<number> {
    const gone = await this.#tools.comments.deletePerson(this.#householdId, this.#tools.seals.personOf(email));
    if (gone > 0) this.#tools.onChange('published');
    return gone;
  }

  /** A comment that readers see under the same story; null: whatever was asked for is none. */
  async #answered({ storyId, parentId }: FilledIn): Promise<string | null> {
    const parent = parentId === null ? null : await this.#tools.comments.comment(this.#householdId, parentId);
    return parent?.storyId === storyId && parent.state === 'published' ? parent.id : null;
  }

  async #mayWait(source: string, person: string): Promise<boolean> {
    if ((await this.#tools.comments.countWaitingOf(this.#householdId, person)) >= MOST_WAITING_OF_ONE) return false;
    return this.#waiting.allows(source);
  }
}

/** Sentences that judge a person instead of saying what was to be seen or heard. */
export function judgedIn(text: string, lang: Language): string[] {
  return [...new Set(stepsIn(text, lang).flatMap(({ kind, sentence }) => (kind === 'evaluation' ? [sentence] : [])))];
}

const E_MAIL = /^[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:"]+\.[^\s@<>()[\],;:".]{2,}$/u;
const MAX_E_MAIL = 254;

type Words = Pick<FilledIn, 'name' | 'email' | 'website' | 'body' | 'lang'>;

function trimmed({ name, email, website, body, lang }: FilledIn): Words {
  const line = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  const address = line(website);
  return {
    name: line(name),
    email: line(email),
    website: address === '' || /^[a-z][a-z\d+.-]*:/iu.test(address) ? address : `https://${address}`,
    body: body
      .replaceAll(/\r\n?/gu, '\n')
      .replaceAll(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '')
      .trim(),
    lang,
  };
}

function wrongIn({ name, email, website, body }: Words): Field[] {
  return [
    ...(name === '' || name.length > MAX_NAME || name.includes('@') ? (['name'] as const) : []),
    ...(email.length <= MAX_E_MAIL && E_MAIL.test(email) ? [] : (['email'] as const)),
    ...(website === '' || isWebAddress(website) ? [] : (['website'] as const)),
    ...(body === '' || body.length > MAX_COMMENT ? (['body'] as const) : []),
  ];
}

function isWebAddress(address: string): boolean {
  if (address.length > MAX_WEBSITE || !/^https?:\/\//iu.test(address)) return false;
  const url = URL.parse(address);
  return url !== null && url.username === '' && url.hostname.includes('.');
}
