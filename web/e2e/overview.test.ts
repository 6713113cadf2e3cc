import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Overview } from '../src/api/metric';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  LOOKS,
  openBrowser,
  openPage,
  type PageOptions,
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
let hand: Hand;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  analyst = await makePerson(server.url, 'lin', ['analyst']);
  hand = await handOf(server.url, analyst);
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

async function open(path: string, options: PageOptions = {}, who = analyst) {
  const opened = await openPage(browser, server.url, options);
  await signIn(opened.page, who);
  await speak(opened.page, options.lang ?? 'zh');
  await opened.page.goto(path);
  await settled(opened.page);
  return opened;
}

const overviewOf = async (query = '') => (await (await hand.call('GET', `/overview${query}`)).json()) as Overview;
const tileOf = (page: Page, name: string) => page.locator('li', { has: page.getByText(name, { exact: true }) }).first();

describe.each(LOOKS)('the overview in $lang, $size', (look) => {
  test('says how things stand, what changed and who is at risk', async () => {
    const { page, context, wrongs } = await open('/overview', look);
    const { tiles, warnings } = await overviewOf();
    for (const tile of tiles) await page.getByText(tile.metric.name[look.lang], { exact: true }).first().waitFor();
    await page.locator('main canvas').nth(1).waitFor();
    if (warnings === null) throw new Error('the simulated company is scored');
    await page.getByText(look.lang === 'zh' ? '红色预警' : 'Red', { exact: true }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'overview', look);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

test('in the dark everything can be read too', async () => {
  const { page, context, wrongs } = await open('/overview', { dark: true });
  await expectAccessible(page);
  await screenshot(page, 'overview-dark', { lang: 'zh', size: 'wide' });
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a figure opens its ground: numerator, denominator, version and SQL', async () => {
  const { page, context } = await open('/overview');
  const churn = (await overviewOf()).tiles.find((tile) => tile.id === 'churn_rate');
  if (churn === undefined) throw new Error('there is no churn rate');
  await tileOf(page, churn.metric.name.zh).getByRole('button').click();
  const ground = page.locator('.ant-popover');
  await ground.getByText(`${churn.metric.id} v${churn.metric.version}`).waitFor();
  expect(await ground.textContent()).toContain(String(churn.numerator));
  await ground.getByText('查询语句').click();
  expect(await ground.locator('pre').textContent()).toContain('SELECT');
  await context.close();
});

test('length and end of the period are in the address, and the back button undoes them', async () => {
  const { page, context } = await open('/overview');
  const before = page.url();
  await page.getByText('季', { exact: true }).click();
  await page.waitForURL(/period=quarter/);
  await settled(page);
  const quarter = await overviewOf('?period=quarter');
  await page.getByText(quarter.period.label, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: '前一期' }).click();
  await page.waitForURL(/to=/);
  await page.goBack();
  await page.goBack();
  expect(page.url()).toBe(before);
  await context.close();
});

test('a level of warning leads to those customers, a chart to the same question in Explore', async () => {
  const { page, context } = await open('/overview');
  await page.getByRole('link', { name: /红色预警/ }).click();
  await page.waitForURL(/customers\?.*level=.*red/);
  await page.goBack();
  await settled(page);
  await page
    .getByRole('link', { name: /在探索中打开/ })
    .first()
    .click();
  await page.waitForURL(/explore\?.*metric=churn_rate/);
  await context.close();
});

test('what changed is told in a sentence, and its steps add up', async () => {
  const { page, context } = await open('/overview');
  const { why } = await overviewOf();
  if (why === null) throw new Error('two complete periods can be compared');
  await page
    .getByText(new RegExp(`${why.before.period.label}.*${why.after.period.label}`))
    .first()
    .waitFor();
  for (const { rate, mix } of why.dimensions) expect(rate + mix).toBeCloseTo(why.change.absolute, 9);
  await context.close();
});

test('somebody who may not see customers gets levels without links', async () => {
  const viewer = await makePerson(server.url, 'vic', ['viewer']);
  const { page, context } = await open('/overview', {}, viewer);
  await page.getByText('红色预警', { exact: true }).waitFor();
  expect(await page.getByRole('link', { name: /红色预警/ }).count()).toBe(0);
  await context.close();
});

test('before there are data the page leads to the upload', async () => {
  const empty = await startServer({ data: 'empty' });
  try {
    for (const lang of ['zh', 'en'] as const) {
      const { page, context, wrongs } = await openPage(browser, empty.url, { lang });
      await signIn(page);
      await speak(page, lang);
      await page.goto('/overview');
      await page.getByRole('heading', { name: lang === 'zh' ? '从一份数据开始' : 'Begin with your data' }).waitFor();
      await expectAccessible(page);
      await screenshot(page, 'overview-empty', { lang, size: 'wide' });
      await page.getByRole('link', { name: lang === 'zh' ? '导入数据' : 'Import data' }).click();
      await page.waitForURL(/\/data/);
      expect(wrongs).toEqual([]);
      await context.close();
    }
  } finally {
    await empty.remove();
  }
});
