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
  speak,
} from './browser';
import { handOf, type Login, makePerson } from './people';
import { type Server, startServer } from './server';

let server: Server;
let browser: Browser;
let auditor: Login;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  auditor = await makePerson(server.url, 'auditor', ['security_auditor']);
  await makePerson(server.url, 'li.na', ['manager'], [{ dimension: 'channel', values: ['app'] }]);
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

describe.each(LOOKS)('settings in $lang, $size', (look) => {
  test.each(['me', 'appearance', 'tokens', 'users', 'about'])('%s', async (section) => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await signIn(page);
    await page.goto(`/settings/${section}`);
    await speak(page, look.lang);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, `settings-${section}`, look);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('the audit log is read and verified by the auditor, who sees nothing else', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await signIn(page, auditor);
    await page.goto('/settings/audit');
    await speak(page, look.lang);
    await page.getByRole('button', { name: look.lang === 'zh' ? '校验链条' : 'Verify the chain' }).click();
    await page.locator('.ant-alert-success').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'settings-audit', look);
    await page.goto('/customers');
    await page.getByText(look.lang === 'zh' ? '您没有权限查看此页' : 'You may not see this page').waitFor();
    await expectAccessible(page);
    await screenshot(page, 'no-permission', look);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

test('a user is made, limited to rows, changed and disabled', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page);
  await speak(page, 'zh');
  await page.goto('/settings/users');
  await page.getByRole('button', { name: '新建用户' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('姓名').fill('陈晨');
  await drawer.getByLabel('账号').fill('chen.chen');
  await drawer.getByRole('checkbox', { name: /安全审计员/ }).check();
  expect(await drawer.getByRole('button', { name: '新建用户' }).isDisabled(), 'the auditor stands alone').toBe(true);
  await drawer.getByRole('checkbox', { name: /安全审计员/ }).uncheck();
  await drawer.getByRole('checkbox', { name: /客服专员/ }).check();
  await drawer.getByLabel('负责人').fill('chen');
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await screenshot(page, 'settings-user', { lang: 'zh', size: 'wide' });
  await drawer.getByRole('button', { name: '新建用户' }).click();
  const secret = page.locator('.ant-modal [class*=secret]');
  const password = (await secret.textContent()) ?? '';
  await expectAccessible(page);
  await page.locator('.ant-modal').getByRole('button', { name: '关闭' }).last().click();
  const own = await handOf(server.url, { login: 'chen.chen', password });
  expect(own.me.user.must_change_password).toBe(true);
  expect(own.me.rows).toEqual([{ dimension: 'owner', values: ['chen'] }]);

  await page.getByRole('button', { name: '修改 陈晨' }).click();
  await page.getByRole('switch', { name: '允许登录' }).click();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('row', { name: /陈晨/ }).getByText('已停用').waitFor();
  expect((await own.call('GET', '/session')).status, 'sessions of a disabled user end').toBe(401);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a token is made, works as far as its scopes go, and is revoked', async () => {
  const who = await makePerson(server.url, 'programmer', ['analyst']);
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, who);
  await page.goto('/settings/tokens');
  await page.getByRole('button', { name: '新建令牌' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill('报表读取');
  await dialog.getByRole('checkbox', { name: '查看指标' }).check();
  expect(await dialog.getByRole('checkbox', { name: '查看审计日志' }).isDisabled()).toBe(true);
  await expectAccessible(page);
  await screenshot(page, 'settings-token', { lang: 'zh', size: 'wide' });
  await dialog.getByRole('button', { name: '新建令牌' }).click();
  const token = (await page.locator('.ant-modal [class*=secret]').textContent()) ?? '';
  await page.locator('.ant-modal').getByRole('button', { name: '关闭' }).last().click();
  const ask = async (path: string) =>
    (await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await ask('/metrics')).toBe(200);
  expect(await ask('/customers')).toBe(403);
  await page.getByRole('button', { name: '吊销' }).click();
  await page.locator('.ant-popconfirm').getByRole('button').last().click();
  await page.getByText('令牌已吊销').waitFor();
  expect(await ask('/metrics')).toBe(401);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('language, theme and units belong to the account', async () => {
  const who = await makePerson(server.url, 'traveller', ['viewer']);
  const there = await openPage(browser, server.url);
  await signIn(there.page, who);
  await there.page.goto('/settings/appearance');
  await speak(there.page, 'en');
  await there.page.getByText('Dark', { exact: true }).click();
  await there.page.getByText('K / M / B').click();
  await there.page.getByText('128K').waitFor();
  await there.page.locator('html[data-theme=dark]').waitFor();
  await expectAccessible(there.page);
  await screenshot(there.page, 'settings-dark', { lang: 'en', size: 'wide' });
  await there.context.close();
  const here = await openPage(browser, server.url);
  await signIn(here.page, who);
  await here.page.locator('html[lang=en][data-theme=dark]').waitFor();
  expect([...there.wrongs, ...here.wrongs]).toEqual([]);
  await here.context.close();
});

test('a session goes on after the server was started again', async () => {
  const { page, context } = await openPage(browser, server.url);
  await signIn(page);
  await speak(page, 'zh');
  await page.goto('/settings/users');
  await settled(page);
  // The stream is opened when the page has its data.
  await page.waitForTimeout(1000);
  await server.kill();
  await page.getByText('实时连接已断开').waitFor();
  await screenshot(page, 'server-away', { lang: 'zh', size: 'wide' });
  await server.start();
  await page.getByText('实时连接已断开').waitFor({ state: 'hidden', timeout: 60_000 });
  await page.click('a[href="/settings/about"]');
  await page.getByText('Apache-2.0').first().waitFor();
  await context.close();
});
