import { appendFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../src/api/people';
import { expectAccessible, expectNoSidewaysScroll, LOOKS, openBrowser, openPage, screenshot } from './browser';
import { handOf, makePerson } from './people';
import { CLIENT, type Provider, startProvider } from './provider';
import { type Server, startServer } from './server';

/** A line of the audit log whose particulars are an object, as they all are. */
type Line = AuditEntry & { detail: Record<string, unknown> };

let provider: Provider;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  provider = await startProvider();
  server = await startServer();
  // Where people reach the server is known once it has a port.
  await server.stop();
  appendFileSync(
    `${server.folder}/holdfast.toml`,
    `
[sign_in.oidc]
issuer = "${provider.issuer}"
client_id = "${CLIENT}"
public_url = "${server.url}"
label = "Harbour"
role_claim = "groups"
roles = { "analysts" = "analyst" }
`,
  );
  await server.start();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.remove();
  await provider?.stop();
});

/** From the sign-in to the provider's page. */
async function leave(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Harbour' }).click();
  await page.waitForURL(`${provider.issuer}/authorize?*`);
}

/** What went wrong, besides the visit to the provider, which is the point. */
function elsewhere(wrongs: readonly string[]): string[] {
  return wrongs.filter((wrong) => !wrong.startsWith(`request to ${provider.issuer}/`));
}

describe.each(LOOKS)('the company account in $lang, $size', (look) => {
  test('leads in, to the page that was asked for', async () => {
    provider.person = {
      sub: `s-${look.lang}-${look.size}`,
      preferred_username: `lin.${look.lang}.${look.size}`,
      name: '林晓',
      locale: look.lang === 'zh' ? 'zh-CN' : 'en-GB',
      groups: ['analysts', 'chess club'],
    };
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await page.goto('/customers?level=red');
    await page.waitForURL('**/sign-in?to=*');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, 'company-account', look);
    await leave(page);
    await page.click('#yes');
    await page.waitForURL((url) => url.href.startsWith(`${server.url}/customers?`) && url.search.includes('red'));
    await page.locator('#main').waitFor();
    await expectAccessible(page);
    // The session holds for the next page, and for a new one that nothing links to.
    await page.reload();
    await page.locator('#main').waitFor();
    expect(page.url()).toContain('/customers?level=');
    const cookies = await context.cookies(server.url);
    expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
      { name: 'holdfast_session', httpOnly: true, sameSite: 'Strict' },
    ]);
    expect(elsewhere(wrongs)).toEqual([]);
    await context.close();
  });

  test('says why somebody is not let in', async () => {
    provider.person = { sub: 'nobody', preferred_username: 'chess.player', groups: ['chess club'] };
    const { page, context, wrongs } = await openPage(browser, server.url, look);
    await page.goto('/sign-in');
    await leave(page);
    await page.click('#yes');
    await page.waitForURL('**/sign-in?problem=no-role');
    const alert = page.locator('[role=alert]').first();
    expect(await alert.textContent()).toMatch(look.lang === 'zh' ? /没有角色.*管理员/ : /no role.*administrator/);
    await expectAccessible(page);
    await screenshot(page, 'company-account-refused', look);
    expect(elsewhere(wrongs)).toEqual([]);
    await context.close();
  });
});

test('somebody who says no at the provider can try again', async () => {
  const { page, context } = await openPage(browser, server.url);
  await page.goto('/sign-in');
  await leave(page);
  await page.click('#no');
  await page.waitForURL('**/sign-in?problem=provider-failed');
  expect(await page.locator('[role=alert]').first().textContent()).toMatch(/没有成功/);
  provider.person = { sub: 's-again', preferred_username: 'again', groups: ['analysts'] };
  await leave(page);
  await page.click('#yes');
  await page.waitForURL('**/overview');
  await context.close();
});

test('an answer that another browser asked for lets nobody in', async () => {
  provider.person = { sub: 's-mallory', preferred_username: 'mallory', groups: ['analysts'] };
  const theirs = await openPage(browser, server.url);
  await theirs.page.goto('/sign-in');
  await leave(theirs.page);
  const link = await theirs.page.locator('#yes').getAttribute('href');
  const ours = await openPage(browser, server.url);
  await ours.page.goto(link ?? '');
  await ours.page.waitForURL('**/sign-in?problem=sign-in-expired');
  expect(await ours.context.cookies(server.url)).toEqual([]);
  await theirs.context.close();
  await ours.context.close();
});

test('is on the record: who came in by the provider, and with what', async () => {
  const hand = await handOf(server.url, await makePerson(server.url, 'auditor', ['security_auditor']));
  const { items } = (await (await hand.call('GET', '/audit?limit=100')).json()) as { items: Line[] };
  const made = items.filter(({ action, detail }) => action === 'person.created' && 'issuer' in detail);
  const logins = LOOKS.map((look) => `lin.${look.lang}.${look.size}`);
  expect(made.map(({ detail }) => detail.login)).toEqual(expect.arrayContaining(logins));
  for (const { detail } of made) expect(detail).toMatchObject({ issuer: provider.issuer, roles: ['analyst'] });
});
