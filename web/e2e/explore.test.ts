import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SavedDashboard, SavedQuestion } from '../src/api/documents';
import type { MetricTable } from '../src/api/metric';
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
let dashboard: SavedDashboard;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  analyst = await makePerson(server.url, 'lin', ['analyst']);
  hand = await handOf(server.url, analyst);
  const bars = await saved('按地区流失', 'customers_lost', { by: ['region'] }, 'bar');
  const line = await saved('流失率走势', 'churn_rate_start', { compare: ['last_year'] }, 'line');
  const items = [
    { id: 'a', question_id: bars.id, x: 0, y: 0, w: 6, h: 5 },
    { id: 'b', question_id: line.id, x: 6, y: 0, w: 6, h: 5 },
  ];
  dashboard = await made('/dashboards', { title: '经营周会', shared: true, spec: { items, filters: [] } });
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

async function made<Thing>(path: string, body: unknown): Promise<Thing> {
  const answer = await hand.call('POST', path, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Thing;
}

function saved(title: string, metric: string, params: object, type: string): Promise<SavedQuestion> {
  return made('/questions', { title, shared: true, spec: { kind: 'metric', metric, params, view: { type } } });
}

async function read<Thing>(path: string): Promise<Thing> {
  return (await (await hand.call('GET', path)).json()) as Thing;
}

async function open(path: string, options: PageOptions = {}, who = analyst) {
  const opened = await openPage(browser, server.url, options);
  await signIn(opened.page, who);
  await speak(opened.page, options.lang ?? 'zh');
  await opened.page.goto(path);
  await settled(opened.page);
  return opened;
}

/** Chooses in one of antd's lists. */
async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByLabel(field, { exact: true }).click();
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: option })
    .first()
    .click();
}

describe.each(LOOKS)('Explore in $lang, $size', (look) => {
  test.each([
    ['explore', '/explore?before=2025-01&after=2025-02'],
    ['explore-cohort', '/explore?metric=retention_calendar&period=quarter'],
    ['explore-rows', '/explore?metric=churn_rate_start&view=table'],
    ['questions', '/explore/questions'],
    ['dashboards', '/explore/dashboards'],
  ])('%s is to be read by everybody', async (name, path) => {
    const { page, context, wrongs } = await open(path, look);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, name, look);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('a dashboard is to be read by everybody', async () => {
    const { page, context, wrongs } = await open(`/explore/dashboards/${dashboard.id}`, look);
    await page.getByText('流失率走势').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'dashboard', look);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

test('a question is built step by step, and the back button undoes a step', async () => {
  const { page, context } = await open('/explore');
  await page.getByLabel('指标', { exact: true }).click();
  await page.keyboard.type('lost customers');
  await page.keyboard.press('Enter');
  await page.waitForURL(/metric=customers_lost/);
  await choose(page, '按维度拆分', '地区');
  await page.keyboard.press('Escape');
  await page.waitForURL(/by=.*region/);
  await page.getByText('柱图', { exact: true }).click();
  await page.waitForURL(/view=bar/);
  await settled(page);
  const link = page.url();
  await page.goBack();
  await page.waitForURL((url) => !url.href.includes('view=bar'));
  await page.goForward();
  expect(page.url()).toBe(link);
  await page.reload();
  await settled(page);
  await page.getByRole('heading', { name: /地区/ }).waitFor();
  await context.close();
});

test('a question is saved, put onto a dashboard, and the same after a reload from the link', async () => {
  const { page, context, wrongs } = await open('/explore?metric=customers_lost&view=line');
  await page.getByRole('button', { name: '保存为问题' }).click();
  await page.getByLabel('名称').fill('流失客户');
  await page.getByLabel('与所有人共享').check();
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.waitForURL(/question=/);

  await page.goto('/explore/dashboards');
  await page.getByRole('button', { name: '新建看板' }).click();
  await page.getByLabel('名称').fill('客户周会');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.waitForURL(/edit=true/);
  await page.getByRole('button', { name: '添加问题' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /流失客户/ })
    .click();
  await page.getByRole('button', { name: '保存' }).click();
  await page.waitForURL((url) => !url.href.includes('edit'));
  const link = page.url();
  await page.goto('/overview');
  await page.goto(link);
  await page.getByRole('heading', { name: '流失客户' }).waitFor();
  await settled(page);
  expect(await page.locator('main canvas').count()).toBe(1);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a filter of the dashboard reaches everything on it and is in its link', async () => {
  const { page, context } = await open(`/explore/dashboards/${dashboard.id}`);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  const { dimensions } = await read<{ dimensions: { id: string; values: string[] }[] }>('/workspace');
  const value = dimensions.find((one) => one.id === 'region')?.values[0] ?? '';
  await choose(page, '地区', value);
  await page.waitForURL(/where=/);
  await settled(page);
  expect(asked.some((url) => url.includes('churn_rate_start') && url.includes(`region=${value}`))).toBe(true);
  await page.reload();
  await settled(page);
  expect(await page.getByText(value, { exact: true }).first().isVisible()).toBe(true);
  await context.close();
});

test('a question in SQL is on a dashboard as the chart that was saved, and under its filters', async () => {
  const spec = (query: string, view: object) => ({ kind: 'sql', query, view });
  const save = (title: string, body: object) => made<SavedQuestion>('/questions', { title, shared: true, spec: body });
  const bars = await save(
    '各地区客户',
    spec('SELECT region, count(*) AS customers FROM customers GROUP BY region ORDER BY 2 DESC', {
      type: 'bar',
      options: { x: 'region', y: ['customers'] },
    }),
  );
  const count = await save('事件数', spec('SELECT count(*) AS events FROM events', { type: 'table' }));
  const items = [
    { id: 'a', question_id: bars.id, x: 0, y: 0, w: 6, h: 5 },
    { id: 'b', question_id: count.id, x: 6, y: 0, w: 6, h: 5 },
  ];
  const both = await made<SavedDashboard>('/dashboards', { title: 'SQL', shared: true, spec: { items, filters: [] } });
  const { page, context, wrongs } = await open(`/explore/dashboards/${both.id}`);
  const events = page.getByRole('cell').last();
  const all = Number(await events.textContent());
  expect(await page.locator('main canvas').count()).toBe(1);
  await screenshot(page, 'dashboard-sql', { lang: 'zh', size: 'wide' });
  const drawn = await page.locator('main canvas').boundingBox();
  if (drawn === null) throw new Error('the bars are drawn');
  await page.mouse.click(drawn.x + 68, drawn.y + drawn.height - 40);
  await page.waitForURL(/where=.*region/);
  await settled(page);
  const some = Number(await events.textContent());
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await page.getByText('只含符合条件的客户').first().waitFor();
  // The bars stay, so that another can be clicked, and the editor opens with the same chart.
  await expectAccessible(page);
  await screenshot(page, 'dashboard-sql-filtered', { lang: 'zh', size: 'wide' });
  await page.getByRole('link', { name: /各地区客户/ }).click();
  await page.waitForURL(/view=chart/);
  await page.getByRole('button', { name: '运行' }).click();
  await page.getByRole('heading', { name: /customers.*region/ }).waitFor();
  expect(wrongs).toEqual([]);
  await context.close();

  // Whoever may see customers reads the answer, without the editor; for others the panel says what is missing.
  for (const [role, canvases] of [
    ['manager', 1],
    ['viewer', 0],
  ] as const) {
    const who = await makePerson(server.url, `reads.${role}`, [role]);
    const theirs = await open(`/explore/dashboards/${both.id}`, {}, who);
    expect(await theirs.page.locator('main canvas').count()).toBe(canvases);
    expect(await theirs.page.getByRole('link', { name: /各地区客户/ }).count()).toBe(0);
    await expectAccessible(theirs.page);
    await screenshot(theirs.page, `dashboard-sql-${role}`, { lang: 'zh', size: 'wide' });
    expect(theirs.wrongs).toEqual([]);
    await theirs.context.close();
  }
});

test('a clicked bar sets the filter', async () => {
  const { page, context } = await open(`/explore/dashboards/${dashboard.id}`);
  const bars = await page.locator('main canvas').first().boundingBox();
  if (bars === null) throw new Error('the bars are drawn');
  await page.mouse.click(bars.x + bars.width * 0.4, bars.y + 24);
  await page.waitForURL(/where=.*region/);
  await context.close();
});

test('items are moved by arrow keys, and the place is kept', async () => {
  const { page, context } = await open(`/explore/dashboards/${dashboard.id}?edit=true`);
  await page.getByRole('button', { name: '移动“流失率走势”' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('status').filter({ hasText: '第 6 列，第 1 行' }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: '保存' }).click();
  await page.waitForURL((url) => !url.href.includes('edit'));
  const kept = await read<SavedDashboard>(`/dashboards/${dashboard.id}`);
  expect(kept.spec.items.find((item) => item.id === 'b')).toMatchObject({ x: 5, y: 0 });
  await context.close();
});

test('changes that are not saved are not lost unasked', async () => {
  const { page, context } = await open(`/explore/dashboards/${dashboard.id}?edit=true`);
  await page.getByRole('button', { name: '调整“按地区流失”的大小' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('navigation', { name: '页面' }).getByRole('link', { name: '总览' }).click();
  await page.getByRole('button', { name: '留在这里' }).click();
  expect(page.url()).toContain(dashboard.id);
  await context.close();
});

test('a shared dashboard is read only for others, and what cannot be done says why', async () => {
  const manager = await makePerson(server.url, 'max', ['manager']);
  const viewer = await makePerson(server.url, 'vic', ['viewer']);
  for (const who of [manager, viewer]) {
    const { page, context, wrongs } = await open(`/explore/dashboards/${dashboard.id}?edit=true`, {}, who);
    await page.getByText('流失率走势').waitFor();
    const edit = page.getByRole('button', { name: '编辑' });
    expect(await edit.isDisabled()).toBe(true);
    expect(await edit.getAttribute('title')).toMatch(/所有者|权限/);
    expect(wrongs).toEqual([]);
    await context.close();
  }
});

test('two people at the same question: nothing is overwritten unasked', async () => {
  const question = await saved('两人同改', 'amount', {}, 'line');
  const { page, context } = await open(`/explore?question=${question.id}`);
  const body = { ...question.spec, params: { period: 'quarter' } };
  const elsewhere = await hand.call(
    'PUT',
    `/questions/${question.id}`,
    { title: '两人同改', shared: true, spec: body },
    { 'if-match': `"${question.version}"` },
  );
  expect(elsewhere.status).toBe(200);
  await page.getByText('柱图', { exact: true }).click();
  await page.getByRole('button', { name: /(^| )保存$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('已在别处被改动').waitFor();
  await dialog.getByRole('button', { name: '看新版本' }).click();
  await page.waitForURL((url) => !url.href.includes('view=bar'));
  await page.getByText('第 2 版', { exact: true }).waitFor();
  expect((await read<SavedQuestion>(`/questions/${question.id}`)).spec).toMatchObject({
    params: { period: 'quarter' },
  });
  await context.close();
});

test('exports hold what is shown: CSV with its mark, a workbook, a picture', async () => {
  const { page, context } = await open('/explore?metric=customers_lost');
  const table = await read<MetricTable>('/metrics/customers_lost');
  const take = async (entry: string) => {
    await page.getByRole('button', { name: '导出' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: entry, exact: true }).click(),
    ]);
    return readFileSync(await download.path());
  };
  const csv = await take('CSV（UTF-8）');
  expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(csv.toString('utf8').trim().split('\n')).toHaveLength(table.rows.length + 1);
  expect((await take('Excel（XLSX）')).subarray(0, 2).toString()).toBe('PK');
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: /存为图片/ })
      .first()
      .click(),
  ]);
  expect(
    readFileSync(await picture.path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  await context.close();
});

test('two periods are taken apart, and the whole is the sum', async () => {
  const { page, context } = await open('/explore?metric=churn_rate_start');
  await page.getByRole('button', { name: '最近两期' }).click();
  await page.waitForURL(/before=.*after=/);
  await page.getByRole('heading', { name: '变化与原因' }).waitFor();
  const { searchParams } = new URL(page.url());
  const why = await read<{ change: { absolute: number }; dimensions: { rate: number; mix: number }[] }>(
    `/metrics/churn_rate_start/why?before=${searchParams.get('before')}&after=${searchParams.get('after')}`,
  );
  for (const { rate, mix } of why.dimensions) expect(rate + mix).toBeCloseTo(why.change.absolute, 9);
  await context.close();
});

test('two ways of counting are reconciled down to the customers', async () => {
  const { page, context } = await open('/explore?metric=churn_rate_start&other_metric=churn_rate_joined');
  await page.getByText(/分母：A 为/).waitFor();
  const [difference] = await page.getByRole('cell').getByRole('link').all();
  await difference?.click();
  await page.waitForURL(/customers\?.*search=/);
  await context.close();
});

test('a metric of cohorts is a triangle, and says why it is not a line', async () => {
  const { page, context } = await open('/explore?metric=retention_calendar&view=line');
  await page.getByText('每行为同一周期首次购买的客户').waitFor();
  expect(await page.locator('.ant-segmented-item-disabled [title]', { hasText: '折线' }).getAttribute('title')).toMatch(
    /三角/,
  );
  await context.close();
});
