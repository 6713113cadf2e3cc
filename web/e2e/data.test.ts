import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetricTable } from '../src/api/metric';
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
import { gbk } from './gbk';
import { orders } from './orders';
import { handOf, type Login, makePerson } from './people';
import { type Server, startServer } from './server';

const WIDE = { lang: 'zh', size: 'wide' } as const;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => browser?.close());

/** Chooses an entry of antd's select by the name of its field. */
async function choose(page: Page, field: string, entry: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field }).click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: entry }).first().click();
}

describe('from nothing to a churn rate', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ data: 'empty' });
  });
  afterAll(async () => server?.remove());

  test('a file in GBK is read, mapped, tried and imported', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url);
    await signIn(page);
    await speak(page, 'zh');
    await page.goto('/data/upload');
    await page.getByText('单个文件不超过').waitFor();
    const file = { name: '订单.csv', mimeType: 'text/csv', buffer: gbk(orders()) };
    await page.getByTestId('file-input').setInputFiles(file);

    const preview = page.getByTestId('preview');
    await preview.getByText('客户编号').waitFor();
    await page.getByText('不是 UTF-8').waitFor();
    await preview.getByText('00000').first().waitFor();
    await choose(page, '编码', /^WINDOWS-1252/);
    await preview.getByText('客户编号').waitFor({ state: 'hidden' });
    await settled(page);
    await screenshot(page, 'data-garbled', WIDE);
    await page.getByRole('button', { name: '改回自动识别' }).click();
    await preview.getByText('客户编号').waitFor();

    await expect.poll(() => page.getByRole('radio', { name: /events/ }).isChecked()).toBe(true);
    const mapping = page.getByTestId('mapping');
    const id = mapping.getByRole('row', { name: /客户编号/ });
    await id.getByText(/customer_id/).waitFor();
    await choose(page, '用作: 客户编号', '不导入');
    await page.getByText('还缺必需的列').waitFor();
    await page.getByText('先指明必需的列').waitFor();
    expect(await page.getByRole('button', { name: '导入', exact: true }).isDisabled()).toBe(true);
    await choose(page, '用作: 客户编号', 'customer_id');

    const trial = page.getByTestId('trial');
    await trial.getByText('“一百二十”').waitFor();
    await trial
      .getByText(/“金额”列/)
      .first()
      .waitFor();
    await settled(page);
    await expectAccessible(page);
    await screenshot(page, 'data-mapped', WIDE);
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await page.locator('[data-testid=import-job][data-state=done]').waitFor({ timeout: 90_000 });
    await page.getByText('导入完成').waitFor();
    await page.getByTestId('jobs').click();
    await page.locator('.ant-popover').getByText('已完成').first().waitFor();
    await screenshot(page, 'data-imported', WIDE);

    const hand = await handOf(server.url);
    const answer = await hand.call('GET', '/metrics/churn_rate_start?period=month');
    const table = (await answer.json()) as MetricTable;
    const rates = table.rows.filter((row) => row.period.status === 'complete' && (row.value ?? 0) > 0);
    expect(rates.length, 'a third stopped coming').toBeGreaterThan(0);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('the batch, its rejected rows and their download tell what was left out', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url);
    await signIn(page);
    await speak(page, 'zh');
    await page.goto('/data/batches');
    await page.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(/\/data\/rejects\?batch=/);
    await page.getByText('一百二十').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载' }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toContain('一百二十');
    expect(text.trim().split('\r\n')).toHaveLength(1 + 2);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('the same file again changes nothing and says so', async () => {
    const { page, context } = await openPage(browser, server.url);
    await signIn(page);
    await speak(page, 'zh');
    await page.goto('/data/upload');
    const file = { name: '订单.csv', mimeType: 'text/csv', buffer: gbk(orders()) };
    await page.getByTestId('file-input').setInputFiles(file);
    await page.getByTestId('preview').waitFor();
    await choose(page, '并入已有来源', /^(?!不并入)/);
    await page.getByText('以前已经导入过').waitFor();
    await page.getByRole('button', { name: '删除' }).click();
    await page.locator('.ant-popconfirm').getByRole('button').last().click();
    await page.getByText('没有待导入的文件').waitFor();
    await context.close();
  });

  test('what is no table is refused with its reason, and an upload can be cancelled', async () => {
    const { page, context } = await openPage(browser, server.url);
    await signIn(page);
    await speak(page, 'zh');
    await page.goto('/data/upload');
    await page.getByTestId('file-input').setInputFiles([
      { name: '空.csv', mimeType: 'text/csv', buffer: Buffer.from('') },
      { name: '好.csv', mimeType: 'text/csv', buffer: Buffer.from('customer_id,region\n00001,华东\n00002,华北\n') },
    ]);
    await page.getByRole('alert').getByText('文件是空的').waitFor();
    await page.getByRole('link', { name: '核对并导入' }).waitFor();
    await expectAccessible(page);
    await page.route('**/api/v1/uploads', (route) =>
      route.request().method() === 'POST' ? undefined : route.continue(),
    );
    const slow = { name: '慢.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') };
    await page.getByTestId('file-input').setInputFiles(slow);
    await page.getByRole('button', { name: '取消上传: 慢.csv' }).click();
    await page.getByText('已取消').waitFor();
    await context.close();
  });
});

describe('a company that is loaded', () => {
  let server: Server;
  let analyst: Login;
  let manager: Login;
  beforeAll(async () => {
    server = await startServer();
    analyst = await makePerson(server.url, 'analyst', ['analyst']);
    manager = await makePerson(server.url, 'manager', ['manager']);
  });
  afterAll(async () => server?.remove());

  describe.each(LOOKS)('looked at in $lang, $size', (look) => {
    test.each(['upload', 'sources', 'batches', 'rejects', 'quality', 'definitions', 'events'])(
      '%s',
      async (section) => {
        const { page, context, wrongs } = await openPage(browser, server.url, look);
        await signIn(page, analyst);
        await speak(page, look.lang);
        await page.goto(`/data/${section}`);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await screenshot(page, `data-${section}`, look);
        expect(wrongs).toEqual([]);
        await context.close();
      },
    );
  });

  test('a rule is tried before it is kept, and another’s change is not overwritten', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url);
    // Other names each time: what is kept stays, and the test may have to begin again.
    const tag = Date.now().toString(36);
    const [mine, theirs] = [`quiet-${tag}`, `other-${tag}`];
    await signIn(page, analyst);
    await speak(page, 'zh');
    await page.goto('/data/definitions');
    await page.getByRole('button', { name: '新建定义' }).click();
    await page.getByLabel('定义编号').fill(mine);
    await page.getByLabel('静默天数').fill('45');
    const trial = page.getByTestId('trial-rates');
    await trial.getByText('连续 45 天').waitFor();
    const changed = page.getByTestId('changed');
    await expect
      .poll(async () => Number((await changed.locator('dd').first().textContent())?.replaceAll(',', '')))
      .toBeGreaterThan(0);
    await expectAccessible(page);
    await screenshot(page, 'data-definition-trial', WIDE);

    const other = await handOf(server.url, analyst);
    const read = await other.call('GET', '/definitions');
    const present = (await read.json()) as { items: { id: string; rule: object }[]; version: string };
    const items = [
      ...present.items.map(({ id, rule }) => ({ id, rule })),
      { id: theirs, rule: { kind: 'inactivity', days: 200 } },
    ];
    const put = await other.call('PUT', '/definitions', { items }, { 'if-match': `"${present.version}"` });
    expect(put.status).toBe(200);

    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    const save = page.getByRole('button', { name: '保存' });
    const conflict = page.getByText('定义已被他人修改');
    const kept = page.getByRole('heading', { name: mine, exact: true });
    await save.click();
    // Whether the page has heard of the other change by then is chance; either way nothing of it is lost.
    await conflict.or(kept).first().waitFor();
    if (await conflict.isVisible()) {
      await page.getByRole('button', { name: '重新载入' }).click();
      await save.click();
    }
    await kept.waitFor();
    await page.getByRole('heading', { name: theirs, exact: true }).waitFor();

    await page.getByRole('listitem').filter({ hasText: mine }).getByRole('button', { name: '设为默认' }).click();
    await page.getByRole('listitem').filter({ hasText: mine }).getByText('默认', { exact: true }).waitFor();
    const metric = await other.call('GET', '/metrics/churn_rate_start?period=month');
    expect(((await metric.json()) as MetricTable).churn.id).toBe(mine);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('a refresh runs as a job that the header shows', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url);
    await signIn(page, analyst);
    await speak(page, 'zh');
    await page.goto('/data/sources');
    await page.getByRole('button', { name: '全部刷新' }).click();
    await page.getByText('刷新数据：已完成').waitFor({ timeout: 90_000 });
    await page.getByTestId('jobs').click();
    await page.locator('.ant-popover').getByText('刷新数据').first().waitFor();
    await expectAccessible(page);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  test('whoever may only look is told what is missing', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url);
    await signIn(page, manager);
    await speak(page, 'zh');
    await page.goto('/data/upload');
    expect(await page.getByRole('button', { name: '选择文件' }).isDisabled()).toBe(true);
    await page.getByText('需要权限：管理数据').first().waitFor();
    await page.goto('/data/definitions');
    expect(await page.getByRole('button', { name: '新建定义' }).isDisabled()).toBe(true);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});
