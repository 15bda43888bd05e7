import { expect, test } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { sound } from './support';

const PAGES = [
  '/',
  '/plans',
  '/plans/health',
  '/plans/dental',
  '/plans/life',
  '/rates',
  '/rates?unit=CITY&class=active',
  '/calculator',
  '/open-enrollment',
  '/life-events',
  '/retirees',
  '/forms',
  '/forms/worksheet',
  '/contact',
  '/no-such-page',
];

for (const path of PAGES) {
  for (const prefix of ['', '/es']) {
    const address = prefix + path;
    test(`${address} is sound`, async ({ page }) => {
      await page.goto(address);
      await expect(page.locator('html')).toHaveAttribute('lang', prefix ? 'es' : 'en');
      await expect(page.getByText(prefix ? /demostración/ : /demonstration/).first()).toBeVisible();
      await sound(page, `public${address.replace(/[^a-z]+/gi, '-')}`);
    });
  }
}

test('public pages are light and need no WebAssembly', async ({ page }) => {
  for (const path of PAGES) {
    const asked: string[] = [];
    let bytes = 0;
    const listen = async (response: import('@playwright/test').Response) => {
      asked.push(response.url());
      const sizes = await response.request().sizes();
      bytes += sizes.responseBodySize;
    };
    page.on('response', listen);
    await page.goto(path, { waitUntil: 'networkidle' });
    page.off('response', listen);
    expect(asked.filter((url) => url.endsWith('.wasm')), path).toEqual([]);
    expect(asked.every((url) => new URL(url).hostname === '127.0.0.1'), path).toBe(true);
    expect(bytes, `${path}: bytes over the wire`).toBeLessThan(100 * 1024);
  }
});

test('a public page is sent once and then known by its tag @nojs', async ({ request }) => {
  const first = await request.get('/plans');
  const tag = first.headers()['etag'];
  expect(tag).toBeTruthy();
  const again = await request.get('/plans', { headers: { 'If-None-Match': tag } });
  expect(again.status()).toBe(304);
  expect(gzipSync(await first.body()).length).toBeLessThan(100 * 1024);
});

test('the calculator answers without a script @nojs', async ({ page }) => {
  await page.goto('/calculator');
  await page.locator('select[name="unit"]').selectOption('CITY');
  await page.locator('input[name="hired"]').fill('2020-01-06');
  await page.locator('select[name="pays"]').selectOption('weekly_52');
  await page.locator('select[name="health"]').selectOption('HDP:individual');
  await page.getByRole('button', { name: 'Calculate' }).click();
  // 20 % of 869.45 a month; times 12, by 52.
  await expect(page.locator('.calculator-result').getByText('$173.89').first()).toBeVisible();
  await expect(page.locator('.calculator-result').getByText('$40.13').first()).toBeVisible();
});

test('security headers', async ({ request }) => {
  for (const path of ['/', '/sign-in', '/no-such-page']) {
    const headers = (await request.get(path)).headers();
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain("'unsafe-inline'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBeTruthy();
  }
});
