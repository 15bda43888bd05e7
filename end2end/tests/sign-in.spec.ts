// Signing in through a certified OpenID provider that is not the portal's own.
import { expect, test, type Page } from '@playwright/test';
import { sound } from './support';

async function throughDirectory(page: Page, login: string) {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'City directory' }).click();
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill('any');
  await page.getByRole('button', { name: /sign-in/i }).click();
  await page.getByRole('button', { name: /continue/i }).click();
}

test('the page to choose an issuer, and the cast', async ({ page }) => {
  await page.goto('/sign-in');
  await sound(page, 'sign-in');
  await page.getByRole('link', { name: 'The demonstration' }).click();
  await sound(page, 'cast');
});

test('staff of the directory come to the desk', async ({ page }) => {
  await throughDirectory(page, 'STAFF-1+benefits');
  await expect(page).toHaveURL(/\/desk$/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto('/desk');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a stranger with a good password is told whom to ask', async ({ page }) => {
  await throughDirectory(page, 'NOBODY-1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We do not know this account yet');
});

test('an answer that nobody asked for is refused', async ({ page }) => {
  const answer = await page.goto('/sign-in/callback?code=abc&state=def');
  expect(answer?.status()).toBe(400);
});

test('a form of another site is refused @nojs', async ({ request }) => {
  for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }, {}]) {
    const answer = await request.post('/sign-out', { headers, maxRedirects: 0 });
    expect(answer.status()).toBe(403);
  }
  const large = await request.post('/api/enroll/save', {
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    form: { choice: 'x'.repeat(70_000) },
    maxRedirects: 0,
  });
  expect(large.status()).toBe(413);
});
