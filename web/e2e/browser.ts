import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Lang } from '../src/api/types';
import { CHROMIUM, OUT } from './paths';
import type { Login } from './people';
import { ADMIN } from './server';

export type Size = 'wide' | 'phone';

/** Every way in which a page is looked at. */
export const LOOKS: readonly { lang: Lang; size: Size }[] = [
  { lang: 'zh', size: 'wide' },
  { lang: 'en', size: 'wide' },
  { lang: 'zh', size: 'phone' },
  { lang: 'en', size: 'phone' },
];

const VIEWPORT = { wide: { width: 1360, height: 860 }, phone: { width: 390, height: 844 } } as const;

export interface PageOptions {
  lang?: Lang;
  size?: Size;
  dark?: boolean;
}

/** A page, and what went wrong on it. */
export interface Opened {
  page: Page;
  context: BrowserContext;
  /** Errors of scripts, violations of the content security policy, requests that left the server. */
  wrongs: string[];
}

/** Starts the browser. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

/** Opens a page of its own: no cookies, the language of the browser as asked. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<Opened> {
  const { lang = 'zh', size = 'wide', dark = false } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: VIEWPORT[size],
    hasTouch: size === 'phone',
    locale: lang === 'zh' ? 'zh-CN' : 'en-US',
    timezoneId: 'Asia/Shanghai',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  // Browsers give the clipboard to encrypted pages and to this machine's own address alone.
  if (new URL(url).hostname === '127.0.0.1')
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  const page = await context.newPage();
  return { page, context, wrongs: watch(page, url) };
}

/** Signs in by the page and waits for the shell. */
export async function signIn(page: Page, who: Login = ADMIN): Promise<void> {
  await page.goto('/sign-in');
  await page.fill('[autocomplete=username]', who.login);
  await page.fill('[autocomplete=current-password]', who.password);
  await page.click('button[type=submit]');
  await page.locator('#main, [autocomplete=new-password]').first().waitFor();
}

/** Changes the language of whoever is signed in, where it is another one. */
export async function speak(page: Page, lang: Lang): Promise<void> {
  if ((await page.locator('html').getAttribute('lang')) === (lang === 'zh' ? 'zh-CN' : 'en')) return;
  await page.click(`header button[lang=${lang}]`);
  await page.locator(`html[lang^=${lang}]`).waitFor();
}

/** Waits until nothing is loading: for a moment in which nothing begins to load either. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    ({ quietMs, loading }) => {
      const box = window as unknown as { quietSince?: number };
      if (document.querySelector(loading) !== null) box.quietSince = undefined;
      else box.quietSince ??= performance.now();
      return box.quietSince !== undefined && performance.now() - box.quietSince > quietMs;
    },
    { quietMs: 250, loading: '[aria-busy=true], .ant-skeleton, .ant-spin-spinning, #root:empty' },
  );
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Keeps a picture in `e2e/out`: somebody looks at them. */
export async function screenshot(page: Page, name: string, look: { lang: Lang; size: Size }): Promise<void> {
  await settled(page);
  await page.screenshot({ path: `${OUT}/${name}.${look.lang}.${look.size}.png`, fullPage: true });
}

/** Nothing that axe finds fault with. */
export async function expectAccessible(page: Page): Promise<void> {
  await settled(page);
  // `region` is axe's advice and no rule of WCAG: antd puts open lists and popovers at the end of the body, outside every landmark.
  const { violations } = await new AxeBuilder({ page }).disableRules(['region']).analyze();
  const found = violations.map((violation) => ({
    rule: violation.id,
    at: violation.nodes.slice(0, 5).map((node) => `${node.html.slice(0, 200)} ${node.any[0]?.message ?? ''}`),
  }));
  expect(found).toEqual([]);
}

/** Nothing is wider than the page. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(excess, 'the page is wider than the screen').toBeLessThanOrEqual(0);
}

function watch(page: Page, url: string): string[] {
  const wrongs: string[] = [];
  page.on('pageerror', (error) => wrongs.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refusal that a test provokes is told by the browser too; it is no fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      wrongs.push(message.text());
  });
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(url) && !to.startsWith('data:') && !to.startsWith('blob:')) wrongs.push(`request to ${to}`);
  });
  return wrongs;
}
