// A retiree without e-mail: a letter, a first sign-in, codes on paper, a helper who sees and no more, and the end.
import { execFileSync } from 'node:child_process';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { signedIn, sound } from './support';

// Each run has a retiree of its own: the one's letter voids the other's.
const RETIREES = { js: ['R00009', 'Everett Pettingill'], nojs: ['S00011', 'Dorothy Winterbourne'] };

/** The code and the pages of a letter that the desk makes. */
async function letter(desk: Page, number: string): Promise<string> {
  await desk.goto(`/desk/people/${number}/access`);
  await expect(desk.getByRole('button', { name: 'Make an activation letter (PDF)' })).toBeVisible();
  const origin = new URL(desk.url()).origin;
  const answer = await desk.context().request.post(`/desk/people/${number}/access/letter`, { headers: { origin } });
  expect(answer.status()).toBe(200);
  expect(answer.headers()['cache-control']).toBe('no-store');
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: await answer.body() }).toString();
  // The letters stand so far apart that some gaps read as blanks.
  const code = /Your code\s*\n\s*(\S[2-9A-Z -]+)\n/.exec(text)?.[1]?.replace(/ /g, '');
  expect(code, text).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
  return code ?? '';
}

/** The date of birth that the desk has, as a date field takes it. */
async function birth(desk: Page, number: string): Promise<string> {
  await desk.goto(`/desk/people/${number}`);
  const row = desk.locator('.summary-row').filter({ hasText: 'Born' }).first();
  const day = new Date(`${(await row.locator('dd').first().innerText()).trim()} 12:00 UTC`);
  return day.toISOString().slice(0, 10);
}

async function typeLetter(page: Page, code: string, born: string) {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'I have a letter from the city' }).click();
  await page.locator('input[name="code"]').fill(code);
  await page.locator('input[name="birth"]').fill(born);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function window(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  return (await browser.newContext({ javaScriptEnabled })).newPage();
}

test('a letter, codes on paper, and a helper who is let in and out @nojs', async ({ browser }, info) => {
  test.setTimeout(180_000);
  const scripts = info.project.name !== 'nojs';
  const [number, name] = scripts ? RETIREES.js : RETIREES.nojs;
  const desk = await signedIn(browser, 'coordinator', scripts);
  const born = await birth(desk, number);
  const code = await letter(desk, number);

  const retiree = await window(browser, scripts);
  await retiree.goto('/sign-in/letter');
  await sound(retiree, 'letter');
  await typeLetter(retiree, code, '1940-01-01');
  await expect(retiree.locator('main')).toContainText('do not go together');
  await expect(retiree.locator('input[name="code"]')).toHaveValue('');
  await typeLetter(retiree, code.toLowerCase(), born);
  await expect(retiree).toHaveURL(/\/my\/sign-in$/);
  await sound(retiree, 'my-sign-in');
  await retiree.getByRole('button', { name: 'Show ten new codes' }).click();
  await expect(retiree.locator('#codes tbody tr')).toHaveCount(10);
  await sound(retiree, 'codes');
  const codes = await retiree.locator('#codes tbody td').allInnerTexts();
  await retiree.getByRole('link', { name: 'I have them' }).click();
  await expect(retiree.getByText('Codes on paper, 10 left')).toBeVisible();

  // The letter has done its work; the sheet lets in from now on.
  await retiree.getByRole('button', { name: 'Sign out' }).click();
  await typeLetter(retiree, code, born);
  await expect(retiree).toHaveURL(/\/sign-in\/letter$/);
  await retiree.goto('/sign-in/code');
  await retiree.locator('input[name="who"]').fill(number.toLowerCase());
  await retiree.getByRole('button', { name: 'Continue' }).click();
  await expect(retiree.getByLabel('Code number 1 of your sheet')).toBeVisible();
  await sound(retiree, 'code-number');
  await retiree.locator('input[name="code"]').fill(codes[0]);
  await retiree.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(retiree).toHaveURL(/\/my$/);

  // A helper who may see, and nothing else.
  await retiree.goto('/my/helpers');
  await retiree.getByRole('button', { name: 'Make an invitation' }).click();
  await sound(retiree, 'helper-errors');
  await retiree.locator('input[name="name"]').fill('Halina Czajka');
  await retiree.locator('input[name="scope"][value="see"]').check();
  const latest = await retiree.locator('input[name="last_day"]').getAttribute('max');
  await retiree.locator('input[name="last_day"]').fill(latest ?? '');
  await retiree.getByRole('button', { name: 'Make an invitation' }).click();
  await sound(retiree, 'invitation');
  const invitation = await retiree.locator('.summary strong').first().innerText();

  const helper = await signedIn(browser, 'part-timer', scripts);
  await helper.goto('/helping/invited');
  await sound(helper, 'invited');
  await helper.locator('input[name="code"]').fill(invitation);
  await helper.getByRole('button', { name: 'Continue' }).click();
  await expect(helper.getByRole('heading', { level: 1 })).toContainText(name);
  await sound(helper, 'accept');
  await helper.getByRole('button', { name: 'Accept as Halina Czajka' }).click();
  await helper.getByRole('button', { name: `Help now: ${name}` }).click();
  await expect(helper).toHaveURL(/\/my$/);
  await expect(helper.getByText(`You are helping ${name}`)).toBeVisible();
  await sound(helper, 'helping');
  await expect(helper.getByRole('link', { name: 'Start choosing' })).toHaveCount(0);
  for (const path of ['/my/documents', '/my/part-b']) {
    expect((await helper.goto(path))?.status(), path).toBe(200);
    await expect(helper.locator('main form'), path).toHaveCount(0);
  }
  for (const path of ['/my/events/new/marriage', '/my/helpers', '/my/sign-in', `/desk/people/${number}`]) {
    expect((await helper.goto(path))?.status(), path).toBe(403);
    await expect(helper.getByText(`You are helping ${name}`)).toBeVisible();
  }

  // The retiree ends it: at the helper's next click it is over, and their own page is their own again.
  await retiree.goto('/my/helpers');
  await retiree.getByRole('button', { name: 'End it: Halina Czajka' }).click();
  await expect(retiree.getByText('They have no access any more')).toBeVisible();
  await sound(retiree, 'helper-ended');
  await helper.goto('/my');
  await expect(helper.getByText(`You are helping ${name}`)).toHaveCount(0);
  await expect(helper.locator('.site-account-name')).toHaveText('Halina Czajka');
  await helper.goto('/helping');
  await expect(helper.getByText('This help is over')).toBeVisible();

  // Staff end the access: signed out at the next click.
  await desk.goto(`/desk/people/${number}/access`);
  await sound(desk, 'person-access');
  await desk.getByRole('button', { name: 'End access' }).click();
  await expect(desk.getByText('Access is ended.')).toBeVisible();
  await retiree.goto('/my');
  await expect(retiree).toHaveURL(/\/sign-in/);
});

test('large print is chosen once and fits @nojs', async ({ page }) => {
  await page.goto('/retirees');
  await page.getByRole('button', { name: 'Large print' }).click();
  await expect(page).toHaveURL(/\/retirees$/);
  await expect(page.locator('html')).toHaveClass(/large-print/);
  await sound(page, 'large-print');
  await page.goto('/rates');
  await sound(page, 'large-print-rates');
  await page.getByRole('button', { name: 'Usual print' }).click();
  await expect(page.locator('html')).not.toHaveClass(/large-print/);
});
