import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A source of archives that can be cut off, and changed. */
export class PackSource {
  readonly asked: { readonly path: string; readonly range: string | undefined }[] = [];
  readonly files = new Map<string, Buffer>();
  etag = '"one"';
  /** Closes the connection after so many bytes of an answer, so many times. */
  breaks = { after: 0, times: 0 };
  /** Instead of closing it, sends nothing more. */
  stalls = false;
  onBreak: () => void = () => {};
  status = 200;
  readonly #sums: string[] = [];
  readonly #server = createServer((request, response) => this.#answer(request, response));

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** An archive with these files, and its sum in the list of sums. */
  async publish(name: string, files: Files): Promise<Buffer> {
    const archive = await packed(name, files);
    this.files.set(`/${name}.tar.gz`, archive);
    this.#sums.push(`${createHash('sha256').update(archive).digest('hex')}  ${name}.tar.gz`);
    this.files.set('/checksum.txt', Buffer.from(`${'0'.repeat(64)}  other.tar.gz\n${this.#sums.toReversed().join('\n')}\n`));
    return archive;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { range, 'if-range': condition } = request.headers;
    this.asked.push({ path: request.url ?? '', range });
    const file = this.files.get(request.url ?? '');
    if (!file || this.status !== 200) return void response.writeHead(file ? this.status : 404).end();
    const from = range !== undefined && condition === this.etag ? Number(/\d+/u.exec(range)?.[0]) : 0;
    const rest = file.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      ETag: this.etag,
      'Content-Length': rest.length,
      ...(from > 0 && { 'Content-Range': `bytes ${from}-${file.length - 1}/${file.length}` }),
    });
    if (this.breaks.times-- <= 0) return void response.end(rest);
    const part = rest.subarray(0, this.breaks.after);
    if (this.stalls) return void response.write(part);
    response.write(part, () => setTimeout(() => (this.onBreak(), response.destroy()), 30));
  }
}

/** A file for the setting `packCatalogue`. */
export function catalogueFile(entries: readonly object[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'danke-nein-catalogue-')), 'packs.json');
  writeFileSync(file, JSON.stringify(entries));
  return file;
}

/** As publishers pack: everything in one folder. */
export async function packed(name: string, files: Files, gzip = true): Promise<Buffer> {
  const from = mkdtempSync(join(tmpdir(), 'danke-nein-pack-'));
  for (const [file, content] of Object.entries(files)) writeFileSync(join(from, file), content);
  const archive = join(from, 'archive');
  await create({ cwd: from, file: archive, gzip, prefix: name, portable: true }, Object.keys(files));
  const bytes = readFileSync(archive);
  rmSync(from, { recursive: true });
  return bytes;
}
