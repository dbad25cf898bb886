import type { CallEvent } from '../call/events.ts';
import type { Act, Parting } from '../call/names.ts';
import type { Topic, Understood } from '../call/understood.ts';
import { saysNo } from './outcome.ts';

const HARD: readonly Act[] = ['insults', 'shouts'];
const KIND: readonly Act[] = ['thanks', 'laughs'];
/** A caller who is gone so soon after our sentence, without a word, broke it off. */
const BROKEN_OFF_MS = 2_000;

export interface CodedParting {
  readonly how: Parting;
  readonly topic: Topic;
}

/**
 * How two who do not agree took leave, from what could be observed after the no: the caller's last words and acts, who hung
 * up and how abruptly. Never from the sound of a voice. Null: no word of the caller was understood, or no no was said; or a
 * person had a say in how it went, so that it shows nothing of an approach.
 */
export function partingOf(events: readonly CallEvent[]): CodedParting | null {
  const no = events.findIndex((event) => event.type === 'segment_played' && event.complete && saysNo(event.segment.phraseId));
  const heard = events.flatMap((event) => (event.type === 'understood' ? [event.heard] : []));
  const helped = events.some((event) => event.type === 'command' && typeof event.command !== 'string');
  return no < 0 || heard.length === 0 || helped ? null : { how: partedAfter(no, events), topic: topicOf(heard) };
}

function partedAfter(no: number, events: readonly CallEvent[]): Parting {
  const after = events.slice(no + 1);
  const last = after.findLast((event) => event.type === 'understood');
  const acts = new Set(last?.type === 'understood' ? last.heard.acts : []);
  if (HARD.some((act) => acts.has(act))) return 'hard';
  const accepted = after.some((event) => event.type === 'understood' && event.heard.acts.includes('accepts_no'));
  if (KIND.some((act) => acts.has(act)) || (accepted && acts.has('says_goodbye'))) return 'kindly';
  return brokenOff(after, last === undefined, events[no]?.atMs ?? 0) ? 'hard' : 'neither';
}

/** What the call was about: what was named most, and first. */
function topicOf(heard: readonly Understood[]): Topic {
  const named = heard.map(({ topic }) => topic).filter((topic) => topic !== 'other');
  const times = (topic: Topic): number => named.filter((one) => one === topic).length;
  return named.toSorted((a, b) => times(b) - times(a))[0] ?? 'other';
}

/** The caller hung up while we spoke, or right after it without having said anything. */
function brokenOff(after: readonly CallEvent[], silent: boolean, noAt: number): boolean {
  const end = after.findLast((event) => event.type === 'ended');
  if (end?.type !== 'ended' || end.by !== 'caller') return false;
  const spoken = after.findLast((event) => event.type === 'segment_played');
  if (spoken?.type === 'segment_played' && !spoken.complete) return true;
  return silent && end.atMs - (spoken?.atMs ?? noAt) < BROKEN_OFF_MS;
}
