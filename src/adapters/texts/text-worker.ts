import { parentPort } from 'node:worker_threads';
import { TEXTS, type Texts } from '../../experiences/texts.ts';

/** One piece of work: which, and what it is given. */
export type TextWork = { readonly [Name in keyof Texts]: readonly [name: Name, ...given: Parameters<Texts[Name]>] }[keyof Texts];

parentPort?.on('message', (work: TextWork) => void answer(work));

async function answer([name, ...given]: TextWork): Promise<void> {
  parentPort?.postMessage(await (TEXTS[name] as (...given: unknown[]) => Promise<unknown>)(...given));
}
