import type { Language } from '../../call/language.ts';
import type { Model } from '../../packs/model.ts';

/** What the engine's process is told, over IPC. `id`s are the parent's; PCM is 8 kHz. */
export type ToEngine =
  | { readonly type: 'load'; readonly model: Model; readonly lang: Language | null; readonly threads: number }
  | { readonly type: 'listen'; readonly id: number }
  | { readonly type: 'push'; readonly id: number; readonly pcm: Int16Array }
  | { readonly type: 'finish'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'render'; readonly id: number; readonly words: string; readonly lang: Language };

/** `tookMs`: how long the engine worked. */
export type FromEngine =
  | { readonly type: 'ready' }
  | { readonly type: 'partial'; readonly id: number; readonly words: string }
  | { readonly type: 'words'; readonly id: number; readonly words: string; readonly tookMs: number }
  | { readonly type: 'spoken'; readonly id: number; readonly pcm: Int16Array; readonly tookMs: number }
  | { readonly type: 'failed'; readonly id: number; readonly problem: string };

/** No utterance has so many characters. */
const LONGEST_WORDS = 20_000;

/** A message of the engine; its process may be out of order. Null: it makes no sense. */
export function readFromEngine(sent: unknown): FromEngine | null {
  if (typeof sent !== 'object' || sent === null) return null;
  const { type, id, words, tookMs, pcm, problem } = sent as Record<string, unknown>;
  if (type === 'ready') return { type };
  if (typeof id !== 'number') return null;
  if (type === 'failed') return typeof problem === 'string' ? { type, id, problem } : null;
  if (type === 'partial') return isWords(words) ? { type, id, words } : null;
  if (typeof tookMs !== 'number') return null;
  if (type === 'words') return isWords(words) ? { type, id, words, tookMs } : null;
  if (type === 'spoken') return pcm instanceof Int16Array ? { type, id, pcm, tookMs } : null;
  return null;
}

function isWords(words: unknown): words is string {
  return typeof words === 'string' && words.length <= LONGEST_WORDS;
}
