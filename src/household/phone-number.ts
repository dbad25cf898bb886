/** Whether a number is in a list of numbers and beginnings of numbers (`+4940123*`), each in any way of writing. */
export function isListed(number: string, list: readonly string[], countryCode: string): boolean {
  const digits = normaliseNumber(number, countryCode);
  if (digits === null) return false;
  return list.some((entry) => {
    const listed = normaliseNumber(entry.replace(/\*$/u, ''), countryCode);
    return listed !== null && (entry.endsWith('*') ? digits.startsWith(listed) : digits === listed);
  });
}

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
