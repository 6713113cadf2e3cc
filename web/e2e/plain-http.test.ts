import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, settled, signIn } from './browser';
import { CHROMIUM } from './paths';
import { type Server, startServer } from './server';

/** A name that leads to this machine, and that browsers do not trust as they trust `localhost`. */
const HOST = 'churn.test';

let server: Server;
let browser: Browser;
let url: string;

beforeAll(async () => {
  server = await startServer({ data: 'empty' });
  url = server.url.replace('127.0.0.1', HOST);
  const args = ['--no-sandbox', `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
  browser = await chromium.launch({ executablePath: CHROMIUM, args });
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

test('without encryption, from another machine, people are made and secrets are copied', async () => {
  const { page, context, wrongs } = await openPage(browser, url);
  await signIn(page);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await page.goto('/settings/users');
  await settled(page);
  await page.getByRole('button', { name: '新建用户' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('姓名').fill('林晓');
  await drawer.getByLabel('账号').fill(`plain.${Date.now()}`);
  await drawer.getByRole('checkbox', { name: /查看者/ }).check();
  await drawer.getByRole('button', { name: '新建用户' }).click();
  const made = page.locator('.ant-modal');
  const secret = (await made.locator('[class*=secret]').textContent()) ?? '';
  await made.getByRole('button', { name: /复制/ }).click();
  await page.getByText('已复制').first().waitFor();
  await made.getByRole('button', { name: '关闭' }).last().click();
  // What was copied is what stands there.
  await page.getByRole('textbox', { name: /查找/ }).focus();
  await page.keyboard.press('Control+V');
  expect(await page.getByRole('textbox', { name: /查找/ }).inputValue()).toBe(secret.trim());
  // The browser itself remarks that it heeds this header of encrypted pages alone.
  expect(wrongs.filter((wrong) => !wrong.startsWith('The Cross-Origin-Opener-Policy header'))).toEqual([]);
  await context.close();
});
