import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Models, RunRecord } from '../src/api/models';
import type { Job, Page as PageOf } from '../src/api/types';
import { VIEWS } from '../src/pages/models/one/search';
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
let viewer: Login;
let hand: Hand;
let champion: string;

const WIDE = { lang: 'zh', size: 'wide' } as const;
/** A watch of the simulated company takes seconds, a training up to a minute. */
const JOB_MS = 240_000;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  analyst = await makePerson(server.url, 'fenxi', ['analyst']);
  viewer = await makePerson(server.url, 'lingdao', ['viewer']);
  hand = await handOf(server.url, analyst);
  champion = (await models()).champion ?? '';
  expect(champion).not.toBe('');
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

async function models(): Promise<Models> {
  return (await (await hand.call('GET', '/models')).json()) as Models;
}

async function jobs(): Promise<Job[]> {
  return ((await (await hand.call('GET', '/jobs')).json()) as PageOf<Job>).items;
}

/** Signs in and goes on in Chinese, in which these tests read. */
async function enter(page: Page, who: Login): Promise<void> {
  await signIn(page, who);
  await speak(page, 'zh');
}

describe.each(LOOKS)('models in $lang, $size', (look) => {
  test('the list', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await enter(page, analyst);
    await speak(page, look.lang);
    await page.goto('/models');
    await page.getByRole('link', { name: champion }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'models', look);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('every part of a model', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await enter(page, analyst);
    await speak(page, look.lang);
    for (const view of VIEWS) {
      await page.goto(`/models/${champion}?view=${view}`);
      await page.getByRole('heading', { level: 1, name: new RegExp(champion) }).waitFor();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await screenshot(page, `model-${view}`, look);
    }
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

test('dark', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url, { dark: true });
  await enter(page, analyst);
  for (const view of VIEWS) {
    await page.goto(`/models/${champion}?view=${view}`);
    await expectAccessible(page);
    await page.screenshot({ path: `e2e/out/model-${view}.dark.png`, fullPage: true });
  }
  expect(wrongs).toEqual([]);
  await context.close();
});

test('charts say the same as their tables, and the record', async () => {
  const record = (await (await hand.call('GET', `/models/${champion}`)).json()) as RunRecord;
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto(`/models/${champion}`);
  const board = page.locator('section', { has: page.getByRole('heading', { name: '候选方法' }) });
  await board.locator('label', { hasText: '表格' }).click();
  const rows = board.getByRole('row');
  expect(await rows.count()).toBe(record.leaderboard.length + 1);
  const winner = record.leaderboard.find((line) => line.chosen);
  await board.getByRole('cell', { name: `${winner?.title.zh} ✓` }).waitFor();
  await board.getByRole('cell', { name: winner?.figures.log_loss?.value.toFixed(4) ?? '' }).waitFor();
  const calibration = page.locator('section', { has: page.getByRole('heading', { name: '校准', exact: true }) });
  await calibration.locator('label', { hasText: '表格' }).click();
  expect(await calibration.getByRole('row').count()).toBe((record.charts?.calibration.length ?? 0) + 1);
  await expectAccessible(page);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('the model is checked as a job, and the verdict is told in words', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto('/models');
  await page.getByText('还没有检查过').waitFor();
  await page.getByRole('button', { name: '检查' }).click();
  await page.getByText('已开始').waitFor();
  await page.getByText(`${champion}，检查于`).waitFor({ timeout: JOB_MS });
  await screenshot(page, 'models-watched', WIDE);
  await page.getByRole('link', { name: /漂移/ }).click();
  await page.getByRole('heading', { name: '各列与训练时相比（PSI）' }).waitFor();
  await expectAccessible(page);
  await screenshot(page, 'model-drift-watched', WIDE);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a training shows how far it is and is cancelled; one that ends brings a model', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto('/models');
  const train = async () => {
    await page.getByRole('button', { name: '训练新模型' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('最多用时（分钟）').fill('1');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '开始' }).click();
    await page.getByRole('progressbar').first().waitFor();
  };
  await train();
  await screenshot(page, 'models-training', WIDE);
  await page.getByRole('button', { name: '取消' }).last().click();
  await page.getByText('已取消').first().waitFor({ timeout: JOB_MS });
  expect((await models()).items).toHaveLength(1);
  await train();
  await expect.poll(async () => (await jobs())[0]?.state, { timeout: JOB_MS, interval: 1000 }).toBe('done');
  await expect.poll(() => page.getByRole('row').count()).toBe(3);
  expect(wrongs).toEqual([]);
  await context.close();
}, 600_000);

test('a model is promoted after a question, and rolled back', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, analyst);
  await page.goto('/models');
  await page.getByRole('row').nth(2).waitFor();
  const before = (await models()).champion;
  await page.getByRole('button', { name: '启用' }).click();
  await expectAccessible(page);
  await screenshot(page, 'models-promote', WIDE);
  await page.getByRole('dialog').getByRole('button', { name: '启用' }).click();
  await expect.poll(async () => (await models()).champion).not.toBe(before);
  await settled(page);
  await page.getByRole('button', { name: '退回上一个' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退回上一个' }).click();
  await expect.poll(async () => (await models()).champion).toBe(before);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a viewer sees models and may change nothing', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await enter(page, viewer);
  await page.goto('/models');
  expect(await page.getByRole('button', { name: '训练新模型' }).isDisabled()).toBe(true);
  await page.goto(`/models/${champion}?view=looks`);
  await settled(page);
  await expectAccessible(page);
  await page.goto('/customers');
  await page.getByText('您没有权限查看此页').waitFor();
  expect(wrongs).toEqual([]);
  await context.close();
});
