import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLine, type Answer } from '../support/command-line.ts';
import { catalogueFile, packed, PackSource } from '../support/pack-source.ts';
import { TINY_FILES } from '../support/tiny-models.ts';

describe('packs on the terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-terminal-'));
  const source = new PackSource();
  beforeAll(async () => {
    const url = await source.start();
    await source.publish('ear', TINY_FILES.transducer);
    const about = { name: 'Ear', licence: 'CC0 1.0', home: url, memoryBytes: 1_000_000, goodFor: 'small_hearing' };
    const archive = { url: `${url}/ear.tar.gz`, sums: `${url}/checksum.txt`, bytes: 60_000_000 };
    const packCatalogue = catalogueFile([{ id: 'ear', kind: 'transducer', languages: ['de'], archive, ...about }]);
    writeFileSync(join(folder, 'settings.yaml'), JSON.stringify({ packCatalogue, dataDir: join(folder, 'data') }));
  });
  afterAll(() => {
    source.stop();
    rmSync(folder, { recursive: true });
  });

  const packs = (...args: string[]) => command('packs', ...args);

  function command(...args: string[]): Promise<Answer> {
    const env = { SIP_PORT: '0', HTTP_PORT: '0', DANKE_CONFIG: join(folder, 'settings.yaml'), LANG: 'de_DE.UTF-8' };
    return commandLine(args, { env });
  }

  test('are listed, fetched, used and removed', async () => {
    expect((await packs()).said).toBe('ear  de, Ear, 60 MB zu laden');
    expect(await packs('use', 'ear')).toMatchObject({ code: 1, errors: expect.stringContaining('packs install ear') });
    const fetched = await packs('install', 'ear');
    expect(fetched).toMatchObject({ code: 0, errors: '', said: expect.stringContaining('Die Prüfsumme der Quelle stimmt.') });
    expect((await packs('use', 'ear', 'en')).code).toBe(1);
    expect((await packs('use', 'ear')).code).toBe(0);
    expect((await packs()).said).toMatch(/^ear {2}de, Ear, da, [\d,]+ Sekunden je Sekunde Sprache, in Gebrauch \(de\)$/u);
    expect((await command('doctor')).said).toContain('+ Sprachpaket ear');
    writeFileSync(join(folder, 'data/packs/ear/ear/encoder.onnx'), 'nonsense');
    expect((await command('doctor')).said).toMatch(/! Sprachpaket ear\n.*Protobuf parsing failed.*packs install ear/u);
    expect((await packs('remove', 'ear')).code).toBe(0);
    expect((await command('doctor')).said).toMatch(/! Sprachpaket ear\n.*nicht da/u);
    expect((await packs()).said).toBe('ear  de, Ear, 60 MB zu laden');
  });

  test('an archive is taken from a file', async () => {
    const file = join(folder, 'own.tar.gz');
    const manifest = JSON.stringify({ id: 'own', name: 'Own', kind: 'vits', languages: ['de'], licence: 'ours' });
    writeFileSync(file, await packed('own', { ...TINY_FILES.vits, 'danke-nein-pack.json': manifest }));
    expect(await packs('import', file)).toMatchObject({ code: 0, said: expect.stringContaining('Ungeprüft') });
    writeFileSync(file, 'nonsense');
    expect(await packs('import', file)).toMatchObject({ code: 1, errors: expect.stringContaining('kein Archiv') });
    expect((await packs('import', join(folder, 'nowhere'))).code).toBe(1);
  });

  test('what is asked wrongly is answered with how to ask', async () => {
    expect(await packs('fly', 'ear')).toMatchObject({ code: 2, errors: expect.stringContaining('packs install ID') });
    expect(await packs('install')).toMatchObject({ code: 2 });
    expect(await packs('install', 'nope')).toMatchObject({ code: 1, errors: expect.stringContaining('nope') });
  });
});
