import type { CatalogueEntry } from './pack.ts';

const RELEASES = 'https://github.com/k2-fsa/sherpa-onnx/releases/download';
const MB = 1_000_000;

/** The archives of sherpa-onnx's project, by the release in which they lie; each release has one list of sums. */
function archive(release: 'asr-models' | 'tts-models', name: string, megabytes: number): CatalogueEntry['archive'] {
  return { url: `${RELEASES}/${release}/${name}.tar.bz2`, sums: `${RELEASES}/${release}/checksum.txt`, bytes: megabytes * MB };
}

/**
 * Packs that fit the telephone. Names and licences are those of their sources; sizes are rounded, and nothing here was
 * fetched where this was written (record 26).
 */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: 'parakeet-v3',
    name: 'Parakeet TDT 0.6B v3 (NVIDIA)',
    kind: 'nemo_transducer',
    languages: ['de', 'en'],
    licence: 'CC BY 4.0',
    home: 'https://huggingface.co/nvidia/parakeet-tdt-0.6b-v3',
    archive: archive('asr-models', 'sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8', 470),
    memoryBytes: 1_200 * MB,
    goodFor: 'best_hearing',
  },
  {
    id: 'whisper-small',
    name: 'Whisper small (OpenAI)',
    kind: 'whisper',
    languages: ['de', 'en'],
    licence: 'MIT',
    home: 'https://github.com/openai/whisper',
    archive: archive('asr-models', 'sherpa-onnx-whisper-small', 610),
    memoryBytes: 900 * MB,
    goodFor: 'middle_hearing',
  },
  {
    id: 'whisper-base',
    name: 'Whisper base (OpenAI)',
    kind: 'whisper',
    languages: ['de', 'en'],
    licence: 'MIT',
    home: 'https://github.com/openai/whisper',
    archive: archive('asr-models', 'sherpa-onnx-whisper-base', 200),
    memoryBytes: 400 * MB,
    goodFor: 'small_hearing',
  },
  {
    id: 'kroko-de',
    name: 'Kroko Zipformer (Banafo)',
    kind: 'streaming_transducer',
    languages: ['de'],
    licence: 'CC BY-SA 4.0',
    home: 'https://huggingface.co/Banafo/Kroko-ASR',
    archive: archive('asr-models', 'sherpa-onnx-streaming-zipformer-de-kroko-2025-08-06', 60),
    memoryBytes: 250 * MB,
    goodFor: 'hears_at_once',
  },
  {
    id: 'kroko-en',
    name: 'Kroko Zipformer (Banafo)',
    kind: 'streaming_transducer',
    languages: ['en'],
    licence: 'CC BY-SA 4.0',
    home: 'https://huggingface.co/Banafo/Kroko-ASR',
    archive: archive('asr-models', 'sherpa-onnx-streaming-zipformer-en-kroko-2025-08-06', 60),
    memoryBytes: 250 * MB,
    goodFor: 'hears_at_once',
  },
  {
    id: 'thorsten-medium',
    name: 'Thorsten (Piper, medium)',
    kind: 'piper',
    languages: ['de'],
    licence: 'CC0 1.0, espeak-ng-data: GPL-3.0',
    home: 'https://www.thorsten-voice.de',
    archive: archive('tts-models', 'vits-piper-de_DE-thorsten-medium', 65),
    memoryBytes: 200 * MB,
    goodFor: 'warm_voice',
  },
  {
    id: 'thorsten-high',
    name: 'Thorsten (Piper, high)',
    kind: 'piper',
    languages: ['de'],
    licence: 'CC0 1.0, espeak-ng-data: GPL-3.0',
    home: 'https://www.thorsten-voice.de',
    archive: archive('tts-models', 'vits-piper-de_DE-thorsten-high', 110),
    memoryBytes: 350 * MB,
    goodFor: 'fine_voice',
  },
  {
    id: 'alba-medium',
    name: 'Alba (Piper, medium)',
    kind: 'piper',
    languages: ['en'],
    licence: 'CC BY 4.0, espeak-ng-data: GPL-3.0',
    home: 'https://datashare.ed.ac.uk/handle/10283/3270',
    archive: archive('tts-models', 'vits-piper-en_GB-alba-medium', 65),
    memoryBytes: 200 * MB,
    goodFor: 'warm_voice',
  },
];

/** The name of an archive without what says how it is packed. */
export function archiveName(file: string): string {
  return (file.split(/[/\\]/u).at(-1) ?? '').replace(/\.(?:tar(?:\.(?:bz2|gz|zst))?|tgz|tbz2?)$/iu, '');
}
