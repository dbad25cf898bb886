export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

export interface Picture {
  readonly type: PictureType;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Pictures of stories. Every call names the household first. */
export interface PictureStore {
  keepPicture(householdId: string, id: string, picture: Picture, at: number): Promise<void>;
  picture(householdId: string, id: string): Promise<Picture | null>;
  /** Of those that are there, how large they are. */
  sizes(householdId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Omit<Picture, 'bytes'>>>;
  /** Whether a published story shows it. */
  isShown(householdId: string, id: string): Promise<boolean>;
  /** Removes those that were kept before `keptBefore` and that no story shows. */
  purgePictures(householdId: string, keptBefore: number): Promise<void>;
}

export class PictureError extends Error {
  override readonly name = 'PictureError';
}

const MAX_SIDE = 12_000;

/**
 * Reads a JPEG, PNG or WebP and leaves out what a camera or a program wrote beside the pixels (Exif, XMP, comments): it may say where
 * somebody lives. The pixels stay as they are. Throws PictureError for anything else, and for sides beyond 12,000 pixels.
 */
export function readPicture(bytes: Uint8Array): Picture {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const picture = isPng(view) ? readPng(view) : isWebp(view) ? readWebp(view) : readJpeg(view);
    if (picture.width < 1 || picture.height < 1 || Math.max(picture.width, picture.height) > MAX_SIDE)
      throw new PictureError('the sides are not between 1 and 12000 pixels');
    return picture;
  } catch (error) {
    if (error instanceof PictureError) throw error;
    throw new PictureError('the picture ends too soon', { cause: error });
  }
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Chunks that pixels and their colours need (W3C PNG, third edition, section 11). */
const PNG_NEEDS = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'cICP']);

const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(PNG);
const isWebp = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';

function readPng(bytes: Buffer): Picture {
  const kept: Uint8Array[] = [PNG];
  let size: { width: number; height: number } | null = null;
  for (let at = 8; ;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) throw new PictureError('the picture ends too soon');
    if (size === null && type !== 'IHDR') throw new PictureError('a PNG without a head');
    if (type === 'IHDR') size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (PNG_NEEDS.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND') break;
    at = end;
  }
  return { type: 'image/png', ...(size ?? { width: 0, height: 0 }), bytes: joined(kept) };
}

/** Start of frame, which says the size; start of scan; end of image (ITU T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const SCAN = 0xda;
const END = 0xd9;

function readJpeg(bytes: Buffer): Picture {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) throw new PictureError('neither a JPEG, a PNG nor a WebP');
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  // What stands behind the end of the image no browser shows, and cameras put a second one there.
  for (let at = 2; ;) {
    if (bytes.readUInt8(at) !== 0xff) throw new PictureError('not a JPEG');
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === END) break;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) throw new PictureError('the picture ends too soon');
    if (isFrame(marker)) size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    const next = marker === SCAN ? behindScan(bytes, end) : end;
    if (!isBeside(bytes, at, marker)) kept.push(bytes.subarray(at, next));
    at = next;
  }
  if (!size) throw new PictureError('a JPEG without a frame');
  return { type: 'image/jpeg', ...size, bytes: joined([...kept, Buffer.from([0xff, END])]) };
}

/** APP1 to APP15 and comments, but for the colour profile (APP2) and Adobe's colour transform (APP14). */
function isBeside(bytes: Buffer, at: number, marker: number): boolean {
  if (marker === 0xe2) return bytes.toString('latin1', at + 4, at + 15) !== 'ICC_PROFILE';
  return (marker > 0xe0 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
}

/** Where the next marker stands: in a scan, 0xFF is followed by 0 or is a restart. */
function behindScan(bytes: Buffer, from: number): number {
  for (let at = from; ; at++) {
    if (bytes.readUInt8(at) !== 0xff) continue;
    const next = bytes.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
}

/** RFC 9649, section 2.7. */
const WEBP_BESIDE = new Set(['EXIF', 'XMP ']);
const EXTENDED_FLAGS = { exif: 0x08, xmp: 0x04 };

function readWebp(bytes: Buffer): Picture {
  const kept: Uint8Array[] = [];
  let size: { width: number; height: number } | null = null;
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= end;) {
    const type = bytes.toString('latin1', at, at + 4);
    const next = at + 8 + bytes.readUInt32LE(at + 4) + (bytes.readUInt32LE(at + 4) % 2);
    if (next > bytes.length) throw new PictureError('the picture ends too soon');
    const chunk = Buffer.from(bytes.subarray(at, next));
    size ??= webpSize(type, chunk);
    if (type === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & ~(EXTENDED_FLAGS.exif | EXTENDED_FLAGS.xmp), 8);
    if (!WEBP_BESIDE.has(type)) kept.push(chunk);
    at = next;
  }
  if (!size) throw new PictureError('a WebP without a picture');
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(4 + kept.reduce((sum, { length }) => sum + length, 0), 4);
  head.write('WEBP', 8, 'latin1');
  return { type: 'image/webp', ...size, bytes: joined([head, ...kept]) };
}

function webpSize(type: string, chunk: Buffer): { width: number; height: number } | null {
  if (type === 'VP8X') return { width: 1 + chunk.readUIntLE(12, 3), height: 1 + chunk.readUIntLE(15, 3) };
  if (type === 'VP8 ') return { width: chunk.readUInt16LE(14) & 0x3fff, height: chunk.readUInt16LE(16) & 0x3fff };
  if (type !== 'VP8L') return null;
  const bits = chunk.readUInt32LE(9);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts));
}
