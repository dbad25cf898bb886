export interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** RFC 9110 section 14.1.2, one range only; null: no usable range, so send all; 'unsatisfiable': 416. */
export function parseRange(value: string | undefined, size: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d{0,12})-(\d{0,12})$/u.exec(value ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const first = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  return first > last || first >= size ? 'unsatisfiable' : { first, last };
}
