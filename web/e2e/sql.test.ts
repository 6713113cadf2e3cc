import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlSchema } from '../src/api/types';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  LOOKS,
  openBrowser,
  openPage,
  screenshot,
  signIn,
  speak,
} from './browser';
import { handOf, type Login, makePerson } from './people';
import { type Server, startServer } from './server';

const WIDE = { lang: 'zh', size: 'wide' } as const;
const MONTHLY =
  "SELECT date_trunc('month', occurred_at) AS month, count(*) AS events FROM events GROUP BY 1 ORDER BY 1";

let server: Server;
let browser: Browser;
let analyst: Login;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  analyst = await makePerson(server.url, 'analyst', ['analyst']);
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
});

/** Puts a query into the editor and runs it from the keyboard. */
async function ask(page: Page, query: string): Promise<void> {
  const editor = page.locator('.cm-content');
  await editor.click();
  await page.keyboard.press('Control+a');
  // Chromium itself would carry the style of what is replaced over to the new text, which the policy of the page stops.
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(query);
  await page.keyboard.press('Control+Enter');
}

describe.each(LOOKS)('the editor in $lang, $size', (look) => {
  test('with an answer, as a table and as a chart', async () => {
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await signIn(page, analyst);
    await speak(page, look.lang);
    await page.goto('/explore/sql');
    await ask(page, MONTHLY);
    await page.getByTestId('sql-grid').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'sql', look);
    await page
      .getByText(look.lang === 'zh' ? '图表' : 'Chart', { exact: true })
      .first()
      .click();
    await page.locator('canvas').first().waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'sql-chart', look);
    expect(wrongs).toEqual([]);
    await context.close();
  });
});

test('completion knows the tables, and the tree puts names into the query', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, analyst);
  await speak(page, 'zh');
  await page.goto('/explore/sql');
  await page.getByRole('complementary').getByText('customers', { exact: true }).first().waitFor();
  await page.locator('.cm-content').click();
  await page.keyboard.type('SELECT count(*) AS n FROM custom', { delay: 20 });
  await page.locator('.cm-tooltip-autocomplete').getByText('customers', { exact: true }).waitFor();
  // The editor takes no key for a list that has just opened, lest it was meant for the text.
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('sql-grid').getByRole('cell').first().waitFor();
  await page.getByRole('complementary').getByRole('textbox').fill('occurred');
  await page
    .getByRole('button', { name: /^occurred_at/ })
    .first()
    .click();
  expect(await page.locator('.cm-content').textContent()).toContain('occurred_at');
  expect(wrongs).toEqual([]);
  await context.close();
});

test('a wrong name is shown at its place', async () => {
  const { page, context } = await openPage(browser, server.url);
  await signIn(page, analyst);
  await speak(page, 'zh');
  await page.goto('/explore/sql');
  await ask(page, 'SELECT customer_id,\n  regoin\nFROM customers');
  await page.getByTestId('sql-error').getByText('第 2 行第 3 列有误').waitFor();
  expect(await page.locator('.cm-wrong').textContent()).toBe('regoin');
  await ask(page, 'SELECT customer_id FORM customers WHERE');
  await page.getByTestId('sql-error').waitFor();
  await expectAccessible(page);
  await screenshot(page, 'sql-error', WIDE);
  await context.close();
});

test('an answer that is not complete says so, and an export has all of it in the encoding that was chosen', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, analyst);
  await speak(page, 'zh');
  await page.goto('/explore/sql');
  await ask(page, "SELECT customer_key, '中文' AS word FROM events");
  await page.getByText('只显示前 1,000 行').waitFor();
  await page.getByRole('button', { name: '导出' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /GB18030/ }).click(),
  ]);
  const bytes = readFileSync(await download.path());
  const text = new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  const lines = text.trim().split(/\r?\n/);
  expect(lines[0]).toBe('customer_key,word');
  expect(lines[1]).toMatch(/^\d+,中文$/);
  const hand = await handOf(server.url, analyst);
  const counted = await hand.call('POST', '/sql', { query: 'SELECT count(*) AS n FROM events' });
  const { rows } = (await counted.json()) as { rows: number[][] };
  expect(lines.length - 1).toBe(rows[0]?.[0]);
  expect(wrongs).toEqual([]);
  await context.close();
});

test('what is stopped stops, and the server is free at once', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, analyst);
  await speak(page, 'zh');
  await page.goto('/explore/sql');
  await ask(
    page,
    'SELECT count(*) FROM events a CROSS JOIN events b CROSS JOIN events c WHERE a.amount_minor + b.amount_minor < c.amount_minor',
  );
  await page.getByRole('button', { name: '停止' }).click();
  await page.getByText('已停止').waitFor();
  await ask(page, 'SELECT 1 AS one');
  await page.getByText('1 行 × 1 列').waitFor({ timeout: 10_000 });
  await page.getByRole('button', { name: '历史' }).click();
  await page.getByRole('button', { name: /SELECT 1 AS one/ }).waitFor();
  expect(wrongs).toEqual([]);
  await context.close();
});

test('nothing is null and not empty, and personal fields are masked', async () => {
  const { page, context } = await openPage(browser, server.url);
  const hand = await handOf(server.url, analyst);
  const schema = (await (await hand.call('GET', '/sql/schema')).json()) as SqlSchema;
  const personal = schema.tables.find((table) => table.name === 'customers')?.columns.find((column) => column.personal);
  await signIn(page, analyst);
  await speak(page, 'zh');
  await page.goto('/explore/sql');
  await ask(page, "SELECT CAST(NULL AS VARCHAR) AS nothing, '' AS empty");
  await page.getByTestId('sql-grid').getByText('null', { exact: true }).waitFor();
  if (personal) {
    await ask(page, `SELECT "${personal.name}" FROM customers WHERE "${personal.name}" IS NOT NULL LIMIT 5`);
    await page.getByText('5 行 × 1 列').waitFor();
    const cells = await page.getByTestId('sql-grid').getByRole('cell').allTextContents();
    expect(cells.every((cell) => cell.includes('*'))).toBe(true);
  }
  await context.close();
});

test('a query is in its address, is saved as a question and opened again', async () => {
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, analyst);
  await speak(page, 'zh');
  await page.goto('/explore/sql');
  await ask(page, MONTHLY);
  await page.getByTestId('sql-grid').waitFor();
  await page.reload();
  expect(await page.locator('.cm-content').textContent()).toContain('date_trunc');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('dialog').getByLabel('标题').fill('每月事件数');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存“每月事件数”').waitFor();
  const { searchParams } = new URL(page.url());
  const question = searchParams.get('question');
  expect(question).not.toBeNull();
  await page.goto(`/explore/sql?question=${question}`);
  await page.locator('.cm-content').getByText('date_trunc').waitFor();
  await page.getByRole('button', { name: '运行' }).click();
  await page.getByTestId('sql-grid').waitFor();
  await page.goto('/explore/questions');
  await page.getByText('每月事件数').first().waitFor();
  expect(wrongs).toEqual([]);
  await context.close();
});

test('whoever may not query is told so', async () => {
  const viewer = await makePerson(server.url, 'viewer', ['viewer']);
  const { page, context, wrongs } = await openPage(browser, server.url);
  await signIn(page, viewer);
  await speak(page, 'zh');
  await page.goto('/explore/sql');
  await page.getByText('运行 SQL').waitFor();
  expect(await page.locator('.cm-content').count()).toBe(0);
  expect(wrongs).toEqual([]);
  await context.close();
});
