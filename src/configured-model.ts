import type { Config } from './config.ts';
import type { LanguageModel } from './understanding/language-model.ts';

/** Where a language model outside this machine runs; null: there is none. */
export function remoteModelHost({ languageModel }: Pick<Config, 'languageModel'>): string | null {
  if (!languageModel) return null;
  const { hostname } = new URL(languageModel.url);
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? null : hostname;
}

/** The language model that the household configured; null: none. Its SDK takes a tenth of a second to load, so only then. */
export async function configuredModel({ languageModel }: Pick<Config, 'languageModel'>): Promise<LanguageModel | null> {
  if (!languageModel) return null;
  const { endpointModel } = await import('./adapters/ai-sdk/language-model.ts');
  return endpointModel(languageModel);
}
