import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Handler } from 'hono';
import type { Env } from './routing.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** The built console. Paths that name no file are rooms of the app and get its page. */
export function consoleFiles(folder: string): Handler<Env> {
  return async (context) => {
    const path = normalize(context.req.path);
    const named = extname(path) === '' || path.includes('..') ? null : await read(join(folder, path.split('/').join(sep)));
    if (named) {
      const immutable = path.startsWith('/assets/');
      return respond(named, extname(path), immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    }
    if (path.startsWith('/assets/')) return context.notFound();
    const page = await read(join(folder, 'index.html'));
    if (page) return respond(page, '.html', 'no-cache');
    return context.text('The console has not been built yet. Run: npm run build', 503);
  };
}

function respond(bytes: Uint8Array<ArrayBuffer>, extension: string, cacheControl: string): Response {
  return new Response(bytes, {
    headers: { 'Content-Type': TYPES[extension] ?? 'application/octet-stream', 'Cache-Control': cacheControl },
  });
}

async function read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return Uint8Array.from(await readFile(path));
  } catch {
    return null;
  }
}
