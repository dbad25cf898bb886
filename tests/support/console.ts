import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Debian's Chromium, without what it would do on its own. */
export function launchChromium(further: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...further,
    ],
  });
}

/** What axe finds against WCAG 2.2 A and AA on the page as it is now, a line each; empty: nothing. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(async () => {
    const { axe: runner } = window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } };
    return runner.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Answers that the console has words for; what else a browser reports as an error is a mistake of ours. */
const EXPECTED = /status of (?:400|401|404|409)/u;

/** The pages that one test opens, and what went wrong in any of them. */
export class Pages {
  readonly #browser: Browser;
  #open: Page[] = [];
  #problems: string[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** `ready`: what stands on the page once it is there. */
  async open(url: string, options: BrowserContextOptions, ready = 'h1'): Promise<Page> {
    const page = await this.unwatched(options);
    page.on('pageerror', (error) => this.#problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) this.#problems.push(message.text());
    });
    await page.goto(url);
    await page.waitForSelector(ready);
    return page;
  }

  /** An empty one, whose errors are nobody's business: its server goes away, or says no. */
  async unwatched(options: BrowserContextOptions): Promise<Page> {
    const page = await (await this.#browser.newContext(options)).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    this.#open.push(page);
    return page;
  }

  /** Closes them all, and says what went wrong since the last time; empty: nothing. */
  async close(): Promise<string[]> {
    const [pages, problems] = [this.#open, this.#problems];
    [this.#open, this.#problems] = [[], []];
    await Promise.all(pages.map((page) => page.context().close()));
    return problems;
  }
}
