/** A stretch of a text. */
interface Stretch {
  readonly at: number;
  readonly text: string;
}

/** What no address of ours holds, quoted ones aside (RFC 5321, section 4.1.2); an address ends there. */
const ENDS = /[\s@<>()[\],;:"']/u;
const LETTER = /[a-z]/iu;

/**
 * E-mail addresses in a text, by a walk to both sides of each `@`: every character is looked at twice at most. `top`: of what the last
 * label is made; `letters` takes two or more of them, `any` whatever stands there.
 */
export function emailsIn(text: string, top: 'letters' | 'any'): Stretch[] {
  const found: Stretch[] = [];
  let done = 0;
  for (let sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
    let at = sign;
    while (at > done && !ENDS.test(text.charAt(at - 1))) at--;
    let end = sign + 1;
    while (end < text.length && !ENDS.test(text.charAt(end))) end++;
    const last = at < sign ? endOfDomain(text, sign + 1, end, top) : null;
    if (last === null) continue;
    found.push({ at, text: text.slice(at, last) });
    done = last;
  }
  return found;
}

/** Behind the last label that may end a domain between `from` and `to`; null: there is none. */
function endOfDomain(text: string, from: number, to: number, top: 'letters' | 'any'): number | null {
  for (let dot = text.lastIndexOf('.', to - 1); dot > from; dot = text.lastIndexOf('.', dot - 1)) {
    let end = dot + 1;
    while (end < to && (top === 'any' ? text.charAt(end) !== '.' : LETTER.test(text.charAt(end)))) end++;
    if (end - dot > (top === 'any' ? 1 : 2)) return end;
  }
  return null;
}
