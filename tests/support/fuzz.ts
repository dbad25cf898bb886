import type { Random } from '../../src/call/random.ts';

/** One to six small changes: bytes flipped, cut out, doubled, or replaced by what text parsers trip over. */
export function mutate(message: Buffer, random: Random): Buffer {
  const nasty = ['\r\n', '\0', '"', '<', '>', ';', ',', ':', '%', ' ', '\t', '99999999999', '-1', 'ÿ', '\r\n ', '@', '='];
  let bytes = message;
  for (let change = 0; change <= random.below(6); change++) {
    const at = random.below(bytes.length + 1);
    const length = random.below(12);
    switch (random.below(4)) {
      case 0:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.of(random.below(256)), bytes.subarray(at + 1)]);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(nasty[random.below(nasty.length)] ?? '', 'latin1'), bytes.subarray(at)]);
    }
  }
  return bytes;
}
