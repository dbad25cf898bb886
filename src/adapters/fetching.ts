const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export class FetchError extends Error {
  override readonly name = 'FetchError';
}

/** GET with redirects that `mayGo` allows, at most five of them. Rejects with FetchError at any other one, before it is asked. */
export async function followed(address: string, init: RequestInit, mayGo: (from: URL, to: URL) => boolean): Promise<Response> {
  let at = new URL(address);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await fetch(at, { ...init, redirect: 'manual' });
    const location = REDIRECTS.has(response.status) ? response.headers.get('Location') : null;
    if (location === null) return response;
    await response.body?.cancel();
    const to = URL.parse(location, at);
    if (to === null || !mayGo(at, to)) throw new FetchError('it leads elsewhere');
    at = to;
  }
  throw new FetchError('it leads from one place to the next');
}

/** A body of at most `most` bytes, whatever its header says of its length. Rejects with FetchError when there are more. */
export async function bytesOf(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > most) throw new FetchError('it is too large');
    parts.push(part);
  }
  return Uint8Array.from(Buffer.concat(parts));
}
