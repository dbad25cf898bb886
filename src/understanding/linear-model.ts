import type { Features } from './features.ts';

/** A linear model over hashed features: one row of 8-bit weights per bucket, one column per label. */
export interface LinearModel {
  readonly labels: readonly string[];
  readonly buckets: number;
  /** What one unit of weight stands for. */
  readonly scale: number;
  /** Divides the scores before they become probabilities, so that these are calibrated. */
  readonly temperature: number;
  readonly bias: readonly number[];
  /** A checksum of what it was trained from. */
  readonly madeFrom: string;
  readonly weights: Int8Array;
}

/** The scores of every label, calibrated: log-odds up to a common constant. */
export function scores(model: LinearModel, features: Features): Float64Array {
  const { labels, weights, scale, temperature, bias } = model;
  const width = labels.length;
  const sums = Float64Array.from({ length: width }, (_, label) => bias[label] ?? 0);
  for (let at = 0; at < features.index.length; at++) {
    const row = (features.index[at] ?? 0) * width;
    const value = (features.value[at] ?? 0) * scale;
    for (let label = 0; label < width; label++) sums[label] = (sums[label] ?? 0) + value * (weights[row + label] ?? 0);
  }
  return sums.map((sum) => sum / temperature);
}

/** Scores as probabilities that sum to 1. */
export function softmax(values: Float64Array): Float64Array {
  const highest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

export function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** A model as bytes: a JSON header, a newline, and the rows that are not all zero, each after its bucket (32 bit). */
export function encodeModel(model: LinearModel): Uint8Array<ArrayBuffer> {
  const { weights, ...header } = model;
  const width = model.labels.length;
  const rows: number[] = [];
  for (let bucket = 0; bucket < model.buckets; bucket++) {
    if (weights.subarray(bucket * width, (bucket + 1) * width).some((weight) => weight !== 0)) rows.push(bucket);
  }
  const head = new TextEncoder().encode(`${JSON.stringify({ ...header, rows: rows.length })}\n`);
  const bytes = new Uint8Array(head.length + rows.length * (4 + width));
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  let at = head.length;
  for (const bucket of rows) {
    view.setUint32(at, bucket, true);
    bytes.set(new Uint8Array(weights.buffer, weights.byteOffset + bucket * width, width), at + 4);
    at += 4 + width;
  }
  return bytes;
}

/** Reads what `encodeModel` wrote. Throws RangeError when the bytes are not a whole model. */
export function decodeModel(bytes: Uint8Array): LinearModel {
  const end = bytes.indexOf(10);
  if (end < 0) throw new RangeError('not a model: no header');
  const { rows, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Omit<LinearModel, 'weights'> & {
    rows: number;
  };
  const width = header.labels.length;
  if (bytes.length !== end + 1 + rows * (4 + width)) throw new RangeError('not a model: cut off');
  const weights = new Int8Array(header.buckets * width);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = end + 1; at < bytes.length; at += 4 + width) {
    const bucket = view.getUint32(at, true);
    if (bucket >= header.buckets) throw new RangeError('not a model: no such bucket');
    weights.set(new Int8Array(bytes.buffer, bytes.byteOffset + at + 4, width), bucket * width);
  }
  return { ...header, weights };
}
