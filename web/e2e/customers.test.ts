import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CustomerListed } from '../src/api/customers';
import type { Page as PageOf } from '../src/api/types';
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
import { type Hand, handOf, type Login, makePerson } from './people';
import { type Server, startServer } from './server';

let server: Server;
let browser: Browser;
let analyst: Login;
let manager: Login;
let agent: Login;
let hand: Hand;
/** The customer with most at risk, and one who is lost. */
let worst: CustomerListed;
let lost: CustomerListed;

const WIDE = { lang: 'zh', size: 'wide' } as const;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  analyst = await makePerson(server.url, 'fenxi', ['analyst']);
  manager = await makePerson(server.url, 'jingli', ['manager']);
  hand = await handOf(server.url, analyst);
  worst = await firstOf('');
  lost = await firstOf('&status=lost');
  agent = await makePerson(server.url, 'yixian', ['agent'], [{ dimension: 'owner', values: [worst.owner ?? ''] }]);
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

async function firstOf(query: string): Promise<CustomerListed> {
  const answer = (await (await hand.call('GET', `/customers?limit=1${query}`)).json()) as PageOf<CustomerListed>;
  const [first] = answer.items;
  if (first === undefined) throw new Error(`no customer for ${query}`);
  return first;
}

async function totalOf(query: string): Promise<number> {
  const answer = (await (await hand.call('GET', `/customers?limit=1${query}`)).json()) as PageOf<CustomerListed>;
  return answer.total ?? -1;
}

/** The number of customers that the page says it found. */
async function foundOn(page: Page): Promise<number> {
  await settled(page);
  const text = await page.getByText(/共 [\d,]+ 位客户/).textContent();
  return Number(/共 ([\d,]+) 位/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}

/** Signs in and goes on in Chinese, in which these tests read. */
async function enter(page: Page, who: Login): Promise<void> {
  await signIn(page, who);
  await speak(page, 'zh');
}

describe.each(LOOKS)('customers in $lang, $size', (look) => {
  test('the list', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await enter(page, analyst);
    await speak(page, look.lang);
    await page.goto('/customers');
    await page.getByText(worst.customer_id).first().waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'customers', look);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('one customer, and one who is lost', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await enter(page, analyst);
    await speak(page, look.lang);
    for (const [name, customer] of [
      ['customer', worst],
      ['customer-lost', lost],
    ] as const) {
      await page.goto(`/customers/${customer.key}`);
      await page.getByRole('heading', { level: 1, name: customer.customer_id }).waitFor();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await screenshot(page, name, look);
    }
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

test('dark', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url, { dark: true });
  await enter(page, analyst);
  await page.goto(`/customers/${worst.key}`);
  await expectAccessible(page);
  await page.screenshot({ path: 'e2e/out/customer.dark.png', fullPage: true });
  await page.goto('/customers');
  await expectAccessible(page);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('filters are in the address, are added to each other, and a reload keeps them', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto('/customers');
  expect(await foundOn(page)).toBe(await totalOf(''));
  await page.getByRole('button', { name: '红色' }).click();
  await page.getByRole('button', { name: '橙色' }).click();
  await page.getByLabel('渠道').click();
  await page.locator('.ant-select-item-option', { hasText: worst.channel ?? '' }).click();
  await page.keyboard.press('Escape');
  const channel = encodeURIComponent(worst.channel ?? '');
  const expected = await totalOf(`&level=red&level=orange&channel=${channel}`);
  await expect.poll(() => foundOn(page)).toBe(expected);
  await page.reload();
  expect(await foundOn(page)).toBe(expected);
  await page.getByRole('button', { name: '清除筛选' }).click();
  await expect.poll(() => foundOn(page)).toBe(await totalOf(''));
  expect(new URL(page.url()).search).toBe('');
  expect(wrongs).toEqual([]);
  await context.close();
});

test('search by id finds one customer; what nobody has says so', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto('/customers');
  await settled(page);
  await page.keyboard.press('/');
  await page.keyboard.type(worst.customer_id);
  await expect.poll(() => foundOn(page)).toBe(1);
  await page.getByLabel('编号或拼音首字母').fill('没有这个人');
  await page.getByText('没有符合条件的客户').waitFor();
  await expectAccessible(page);
  await screenshot(page, 'customers-none', WIDE);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('the list reads on as one scrolls, and is walked through and opened by the keyboard', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto('/customers');
  await page.getByText('已载入 200 位').waitFor();
  const list = page.getByRole('region', { name: '客户' });
  await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.getByText('已载入 400 位').waitFor();
  expect(await list.getByRole('row').count(), 'only rows in sight are drawn').toBeLessThan(80);
  await list.evaluate((box) => box.scrollTo(0, 0));
  await page.locator('[role=row][aria-rowindex="2"]').focus();
  await page.keyboard.press('ArrowDown');
  const id = await page.locator('[role=row][aria-rowindex="3"] a').textContent();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: id ?? '' }).waitFor();
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a filter is kept under a name, found again and deleted', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto('/customers?level=["red"]');
  await page.getByRole('button', { name: '常用筛选' }).click();
  await page.getByRole('button', { name: '把当前筛选存为…' }).click();
  await page.getByLabel('名称').fill('最急的');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.getByText('已保存“最急的”').waitFor();
  await page.goto('/customers');
  await page.getByRole('button', { name: '常用筛选' }).click();
  await page.getByRole('button', { name: '最急的', exact: true }).click();
  await expect.poll(() => foundOn(page)).toBe(await totalOf('&level=red'));
  await page.getByRole('button', { name: '最急的' }).click();
  await page.getByRole('button', { name: '删除“最急的”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await page.getByText('已删除“最急的”').waitFor();
  expect(wrongs).toEqual([]);
  await context.close();
});

test('an export is masked, is what was filtered, and stands in the audit log', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto('/customers?level=["red"]');
  const expected = await foundOn(page);
  await page.getByRole('button', { name: '导出' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('格式').click();
  await page.locator('.ant-select-item-option', { hasText: 'CSV' }).click();
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '导出' }).click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('\uFEFF'), 'a byte order mark, so that Excel reads it').toBe(true);
  expect(text.trim().split('\n')).toHaveLength(expected + 1);
  expect(text, 'no telephone number, which a digit of a probability is not').not.toMatch(
    /(^|[",])1\d{10}([",\r\n]|$)/m,
  );
  const auditor = await makePerson(server.url, 'shenji', ['security_auditor']);
  const audit = await (await handOf(server.url, auditor)).call('GET', '/audit?action=data.exported');
  const { items } = (await audit.json()) as PageOf<{ actor: string; target: string }>;
  expect(items[0]).toMatchObject({ actor: 'fenxi', target: 'customers' });
  expect(wrongs).toEqual([]);
  await context.close();
});

test('personal data are shown to those who may and say why; leaving the page masks them again', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, manager);
  await page.goto(`/customers/${worst.key}`);
  await page.getByText(/1\d{2}\*{4}\d{4}/).waitFor();
  await page.getByRole('button', { name: '查看原文' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: '查看' }).isDisabled(), 'a reason is asked for').toBe(true);
  await dialog.getByLabel('查看原因').fill('回访核对地址');
  await expectAccessible(page);
  await screenshot(page, 'customer-unmask', WIDE);
  await dialog.getByRole('button', { name: '查看' }).click();
  await page.getByText(/^1\d{10}$/).waitFor();
  await page.reload();
  await page.getByText(/1\d{2}\*{4}\d{4}/).waitFor();
  expect(await page.getByText(/^1\d{10}$/).count()).toBe(0);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('who may not unmask or export sees why the buttons rest', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto(`/customers/${worst.key}`);
  expect(await page.getByRole('button', { name: '查看原文' }).isDisabled()).toBe(true);
  await context.close();
  const front = await openPage(browser, server.url, { size: 'phone' });
  await enter(front.page, agent);
  await front.page.goto('/customers');
  await front.page.getByText('仅含您有权查看的客户').waitFor();
  expect(await front.page.getByRole('button', { name: '导出' }).isDisabled()).toBe(true);
  expect(await foundOn(front.page)).toBe(await totalOf(`&owner=${encodeURIComponent(worst.owner ?? '')}`));
  const stranger = (await (await hand.call('GET', '/customers?limit=200')).json()) as PageOf<CustomerListed>;
  const other = stranger.items.find((customer) => customer.owner !== worst.owner);
  await front.page.goto(`/customers/${other?.key}`);
  await front.page.getByRole('alert').waitFor();
  await screenshot(front.page, 'customer-not-mine', { lang: 'zh', size: 'phone' });
  expect([...wrongs, ...front.wrongs]).toEqual([]);
  await front.context.close();
});

test('the timeline is filtered by kind, and the reasons of an earlier day are in the address', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto(`/customers/${worst.key}`);
  await page.getByRole('region', { name: '经历' }).getByRole('listitem').first().waitFor();
  await page.locator('label', { hasText: '服务' }).first().click();
  await page.waitForURL(/kind=interaction/);
  await settled(page);
  expect(await page.locator('[data-kind=event]').count()).toBe(0);
  await page.getByLabel('看某日的原因').click();
  await page.locator('.ant-select-item-option').first().click();
  await page.waitForURL(/score=\d{4}-\d{2}-\d{2}/);
  await page.getByText(/\d{4}-\d{2}-\d{2} 的原因/).waitFor();
  await expectAccessible(page);
  expect(wrongs).toEqual([]);
  await context.close();
});
