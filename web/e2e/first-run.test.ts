import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, LOOKS, openBrowser, openPage, screenshot } from './browser';
import { type Server, startServer } from './server';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

test.each(LOOKS)('the first visitor becomes the administrator and is shown the way, in $lang, $size', async (look) => {
  const server: Server = await startServer({ data: 'empty', admin: false });
  const { page, context, wrongs } = await openPage(browser, server.url, look);
  await page.goto('/');
  await page.waitForURL('**/setup');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await screenshot(page, 'first-run', look);

  await page.fill('[autocomplete=name]', look.lang === 'zh' ? '张伟' : 'Wei Zhang');
  await page.fill('[autocomplete=username]', 'zhang.wei');
  const [first, again] = await page.locator('[autocomplete=new-password]').all();
  const submit = page.locator('button[type=submit]');
  await first?.fill('short');
  await again?.fill('short');
  expect(await submit.isDisabled()).toBe(true);
  await first?.fill('my zhang.wei password');
  await again?.fill('my zhang.wei password');
  expect(await submit.isDisabled(), 'the login is part of the password').toBe(true);
  await first?.fill('four ferries at dawn');
  await again?.fill('four ferries at dawn');
  await submit.click();

  await page.locator('main a[href^="/data"]').waitFor();
  await expectAccessible(page);
  await screenshot(page, 'first-run-done', look);
  await page.click('main a[href="/overview"]');
  await page.locator('#main').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe(look.lang === 'zh' ? 'zh-CN' : 'en');
  await expectAccessible(page);
  await screenshot(page, 'overview-without-data', look);

  await page.goto('/setup');
  await page.waitForURL('**/overview');
  const second = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'other', name: 'Other', password: 'five ferries at dusk', lang: 'en' }),
  });
  expect(second.ok, 'nobody becomes administrator that way again').toBe(false);
  expect(wrongs).toEqual([]);
  await context.close();
  await server.remove();
});
