/** A number as people write it, in digits with the country's code in front; null if it holds no number. */
export function normaliseNumber(written: string, countryCode = '49'): string | null {
  const trimmed = written.trim();
  if (trimmed.length > 40 || !/^\+?[\d\s()/.*#-]+$/u.test(trimmed)) return null;
  const digits = trimmed.replace(/\(0\)/gu, '').replace(/[\s()/.-]/gu, '');
  if (!/\d/u.test(digits)) return null;
  if (digits.startsWith('+')) return digits.slice(1);
  if (digits.startsWith('00')) return digits.slice(2);
  if (digits.startsWith('0')) return countryCode + digits.slice(1);
  return digits;
}
