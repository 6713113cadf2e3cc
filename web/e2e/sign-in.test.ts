import { createHmac } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  LOOKS,
  openBrowser,
  openPage,
  screenshot,
  settled,
  signIn,
} from './browser';
import { handOf, makePerson } from './people';
import { ADMIN, type Server, startServer } from './server';

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ data: 'empty' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

describe.each(LOOKS)('the sign-in in $lang, $size', (look) => {
  test('is to be read by everybody', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await page.goto('/overview');
    await page.waitForURL('**/sign-in?to=*');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'sign-in', look);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('says what is wrong with a login, and not which half of it', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await page.goto('/sign-in');
    const said: string[] = [];
    for (const login of ['nobody', ADMIN.login]) {
      await page.fill('[autocomplete=username]', login);
      await page.fill('[autocomplete=current-password]', 'certainly wrong');
      await page.click('button[type=submit]');
      said.push((await page.locator('[role=alert]').last().textContent()) ?? '');
    }
    expect(said[0]).toBe(said[1]);
    expect(said[0]).toMatch(look.lang === 'zh' ? /密码/ : /password/);
    await expectAccessible(page);
    await screenshot(page, 'sign-in-wrong', look);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

test('leads to where somebody wanted to go, by keyboard alone', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await page.goto('/settings/appearance');
  await page.waitForURL('**/sign-in?to=*');
  await page.locator('[autocomplete=username]:focus').waitFor();
  await page.keyboard.type(ADMIN.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings/appearance');
  expect(wrongs).toEqual([]);
  await context.close();
});

test('does not lead to another server', async () => {
  const { page, context } = await openPage(browser, server.url);
  await page.goto('/sign-in?to=%2F%2Fevil.example%2F');
  await page.fill('[autocomplete=username]', ADMIN.login);
  await page.fill('[autocomplete=current-password]', ADMIN.password);
  await page.click('button[type=submit]');
  await page.waitForURL(`${server.url}/overview`);
  await context.close();
});

test('a session that ends meanwhile leads back to the same address', async () => {
  const who = await makePerson(server.url, 'expiring', ['viewer']);
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, who);
  const hand = await handOf(server.url, who);
  const { items } = (await (await hand.call('GET', '/me/sessions')).json()) as {
    items: { id: string; current: boolean }[];
  };
  for (const session of items.filter((each) => !each.current)) await hand.call('DELETE', `/me/sessions/${session.id}`);
  await page.click('nav a[href="/models"]');
  await page.waitForURL('**/sign-in?*');
  await expectAccessible(page);
  await screenshot(page, 'session-ended', { lang: 'zh', size: 'wide' });
  await page.fill('[autocomplete=username]', who.login);
  await page.fill('[autocomplete=current-password]', who.password);
  await page.click('button[type=submit]');
  await page.waitForURL('**/models');
  expect(wrongs).toEqual([]);
  await context.close();
});

test('whoever sees no figures begins where they may', async () => {
  const agent = await makePerson(server.url, 'agent', ['agent'], [{ dimension: 'region', values: ['华北'] }]);
  for (const [who, first] of [
    [agent, '**/customers'],
    [await makePerson(server.url, 'watcher', ['security_auditor']), '**/settings**'],
  ] as const) {
    const { page, context, wrongs } = await openPage(browser, server.url);
    await signIn(page, who);
    await page.waitForURL(first);
    expect(await page.getByText('您没有权限查看此页').count()).toBe(0);
    expect(wrongs).toEqual([]);
    await context.close();
  }
});

test('a tab goes on after another one has signed in again', async () => {
  const who = await makePerson(server.url, `tabs.${Date.now()}`, ['viewer']);
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, who);
  await page.goto('/settings/appearance');
  await settled(page);
  await context.clearCookies();
  const other = await context.newPage();
  await signIn(other, who);
  await page.getByText('深色', { exact: true }).click();
  await page.locator('html[data-theme=dark]').waitFor();
  // The write went through, with the new session's token.
  await expect.poll(async () => (await handOf(server.url, who)).me.user.theme).toBe('dark');
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a temporary password is replaced before anything else', async () => {
  const hand = await handOf(server.url);
  const made = await hand.call('POST', '/users', {
    login: 'newcomer',
    name: '新人',
    roles: ['viewer'],
    rows: [],
    lang: 'zh',
  });
  const { temporary_password } = (await made.json()) as { temporary_password: string };
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, { login: 'newcomer', password: temporary_password });
  await page.waitForURL('**/password');
  await page.goto('/overview');
  await page.waitForURL('**/password');
  await page.fill('[autocomplete=current-password]', temporary_password);
  const [first, again] = await page.locator('[autocomplete=new-password]').all();
  await first?.fill('a lantern on the pier');
  await again?.fill('a lantern on the pie');
  expect(await page.locator('button[type=submit]').isDisabled()).toBe(true);
  await again?.fill('a lantern on the pier');
  await expectAccessible(page);
  await screenshot(page, 'password', { lang: 'zh', size: 'wide' });
  await page.click('button[type=submit]');
  await page.waitForURL('**/overview');
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a second factor is set up, asked for, and can be turned off', async () => {
  const who = await makePerson(server.url, 'careful', ['viewer']);
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, who);
  await page.goto('/settings/me');
  await page.getByRole('button', { name: '启用' }).click();
  const secret = (await page.locator('[class*=secret]').textContent()) ?? '';
  await expectAccessible(page);
  await screenshot(page, 'second-factor', { lang: 'zh', size: 'wide' });
  await page.fill('[autocomplete=one-time-code]', codeOf(secret, Date.now()));
  await page.getByRole('button', { name: '确认启用' }).click();
  const recovery = await page.locator('[class*=codes] li').first().textContent();
  await expectAccessible(page);
  await page.getByRole('button', { name: '我已保存' }).click();
  await page.getByRole('button', { name: '停用' }).waitFor();

  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.fill('[autocomplete=username]', who.login);
  await page.fill('[autocomplete=current-password]', who.password);
  await page.click('button[type=submit]');
  await page.locator('[autocomplete=one-time-code]').waitFor();
  await expectAccessible(page);
  await screenshot(page, 'second-factor-asked', { lang: 'zh', size: 'wide' });
  await page.fill('[autocomplete=one-time-code]', '000000');
  await page.click('button[type=submit]');
  await page.locator('[role=alert]').waitFor();
  await page.fill('[autocomplete=one-time-code]', recovery ?? '');
  await page.click('button[type=submit]');
  await page.waitForURL('**/overview');

  await page.goto('/settings/me');
  await page.getByRole('button', { name: '停用' }).click();
  await page.fill('[autocomplete=current-password]', who.password);
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('button', { name: '启用' }).waitFor();
  expect(wrongs).toEqual([]);
  await context.close();
});

test('guessing is stopped, and says for how long', async () => {
  const who = await makePerson(server.url, 'guessed', ['viewer']);
  const { page, context } = await openPage(browser, server.url);
  await page.goto('/sign-in');
  await page.fill('[autocomplete=username]', who.login);
  await page.fill('[autocomplete=current-password]', 'wrong wrong wrong');
  for (let tries = 0; tries < 20; tries += 1) {
    await page.click('button[type=submit]');
    await page.locator('[role=alert]').waitFor();
    await page.waitForFunction(() => document.querySelector('button[type=submit] .ant-btn-loading-icon') === null);
    if (await page.locator('button[type=submit]').isDisabled()) break;
  }
  expect(await page.locator('[role=alert]').textContent()).toMatch(/(分|秒).*重试/);
  await expectAccessible(page);
  await screenshot(page, 'sign-in-locked', { lang: 'zh', size: 'wide' });
  await context.close();
});

/** The code of RFC 6238 for a secret in base32: six digits, half a minute, SHA-1. */
function codeOf(secret: string, at: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replaceAll(/[\s=]/g, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest[19] ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
