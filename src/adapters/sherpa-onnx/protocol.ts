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
