import { afterEach, describe, expect, test } from 'vitest';
import { TextThread } from '../../src/adapters/texts/text-thread.ts';
import { WxrError } from '../../src/adapters/wordpress/wxr-error.ts';
import { readWxrOnThread } from '../../src/adapters/wordpress/wxr-thread.ts';
import { systemClock } from '../../src/call/clock.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { TextError, TEXTS } from '../../src/experiences/texts.ts';
import { MAX_BODY } from '../../src/experiences/story.ts';

/** How long this thread itself worked meanwhile, in ms: what calls beside it would have waited for, whatever else the machine does. */
async function ownWork(work: () => Promise<unknown>): Promise<number> {
  const began = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1_000;
}

describe('work on texts', { timeout: 300_000 }, () => {
  const threads: TextThread[] = [];
  const thread = (clock: VirtualClock | typeof systemClock = systemClock): TextThread => {
    threads.push(new TextThread(clock));
    return threads.at(-1)!;
  };
  afterEach(() => Promise.all(threads.splice(0).map((one) => one.stop())));

  test('comes out as on the own thread, in the order in which it was asked for', async () => {
    const texts = thread();
    const story = '# Ein Anruf\n\nFrau Berger rief *an*. ![Bild](picture:01890000-0000-7000-8000-000000000000)';
    const findings = texts.findings(story, ['Zeynep'], 'de');
    const html = texts.html(story, '/p');
    expect(await html).toBe(await TEXTS.html(story, '/p'));
    expect(await findings).toEqual(await TEXTS.findings(story, ['Zeynep'], 'de'));
    expect(await texts.replaced(['Frau Berger', 'x'], [{ text: 'Berger', instead: 'N.' }])).toEqual(['Frau N.', 'x']);
  });

  test('leaves this thread its pace, however long a text takes', async () => {
    const texts = thread();
    await texts.html('warm', '/p');
    const hostile = '!['.repeat(MAX_BODY / 2);
    const there = await ownWork(() => Promise.all([texts.html(hostile, '/p'), texts.findings(hostile, [], 'de')]));
    const here = await ownWork(() => TEXTS.html(hostile, '/p'));
    expect(there).toBeLessThan(50);
    expect(here).toBeGreaterThan(4 * there);
  });

  test('is given up after five seconds, and the next one is done', async () => {
    const clock = new VirtualClock();
    const texts = thread(clock);
    const slow = expect(texts.html('!['.repeat(500_000), '/p')).rejects.toThrow(TextError);
    await clock.advance(5_000);
    await slow;
    expect(await texts.html('*da*', '/p')).toBe('<p><em>da</em></p>\n');
    expect(clock.waiting).toBe(0);
  });

  test('waits for twenty others at most', async () => {
    const texts = thread();
    const asked = await Promise.allSettled(Array.from({ length: 25 }, () => texts.html('x', '/p')));
    expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(5);
    expect(await texts.html('x', '/p')).toContain('x');
  });
});

describe('an export of WordPress', { timeout: 300_000 }, () => {
  async function* pieces(text: string): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  const read = async (text: string, signal = AbortSignal.timeout(280_000), clock = systemClock as VirtualClock): Promise<string[]> => {
    const titles: string[] = [];
    for await (const { title } of readWxrOnThread(pieces(text), clock, signal)) titles.push(title);
    return titles;
  };
  const post = (nth: number, content: string): string =>
    `<item><title>${nth}</title><link>https://a.example/${nth}</link><content:encoded><![CDATA[${content}]]></content:encoded><wp:status>publish</wp:status></item>`;
  const rss = (inner: string): string => `<rss><channel>${inner}</channel></rss>`;

  test('of 20 MB is read post by post, and this thread keeps its pace', async () => {
    const content = `<p>${'Frau Berger rief heute an. '.repeat(40)}<b>So.</b></p>`.repeat(18);
    const large = rss(Array.from({ length: 1_000 }, (_, nth) => post(nth, content)).join(''));
    expect(large.length).toBeGreaterThan(19_000_000);
    let titles: string[] = [];
    const worked = await ownWork(async () => {
      titles = await read(large);
    });
    expect(titles).toHaveLength(1_000);
    // A few milliseconds for each of 300 pieces at most; to read them here would take ten times as long.
    expect(worked).toBeLessThan(1_500);
  });

  test.each<[what: string, text: string]>([
    ['entities in entities', `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>${rss(post(1, 'x').replace('>1<', '>&b;<'))}`],
    ['deep nesting', rss(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`)],
    ['no end of an element', `<rss><item>${'<title>x</title>'.repeat(10)}`],
    ['a text of 50 MB', rss(post(1, 'x'.repeat(50_000_000)))],
    ['something else', '<html></html>'],
  ])('with %s is refused, and nothing grows', async (_, text) => {
    await expect(read(text)).rejects.toThrow(WxrError);
  });

  test.each([
    ['a text of 5 MB', () => rss(post(1, 'x'.repeat(5_000_000)))],
    ['50,000 attributes', () => rss(`<x ${Array.from({ length: 50_000 }, (_, nth) => `a${nth}="1"`).join(' ')}/>${post(1, 'x')}`)],
  ])('with %s costs no more than its reading', async (_, text) => {
    expect(await read(text())).toEqual(['1']);
  });

  test('whose one post is larger than any is refused before it fills the memory', async () => {
    const fields = Array.from({ length: 100 }, (_, nth) => `<f${nth}>${'x'.repeat(490_000)}</f${nth}>`).join('');
    await expect(read(rss(`<item>${fields}</item>`))).rejects.toThrow('too large');
    await expect(read(rss(`<item>${'<category/>'.repeat(410_000)}</item>`))).rejects.toThrow('too large');
  });

  test('ends with whoever waits for it, and after half a minute without a sign', async () => {
    await expect(read(rss(post(1, 'x')), AbortSignal.abort())).rejects.toThrow(WxrError);
    const clock = new VirtualClock();
    const slow = expect(read(rss(post(1, '<b>'.repeat(100_000))), undefined, clock)).rejects.toThrow('takes too long');
    await clock.advance(30_000);
    await slow;
    expect(clock.waiting).toBe(0);
  });
});
