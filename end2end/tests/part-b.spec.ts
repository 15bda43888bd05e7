// Part B reimbursement, from the photo of a letter to the list that Accounting has paid.
import { expect, test } from '@playwright/test';
import { fits, signIn, signedIn, sound } from './support';

test('a retiree is paid back: photo, claim, check, list, paid', async ({ browser }) => {
  test.setTimeout(420_000);
  const page = await signedIn(browser, 'retiree-medicare');
  await page.goto('/my');
  await page.getByRole('link', { name: 'Claim a year' }).click();
  await expect(page.locator('#months-0')).toContainText('No claim yet');
  await sound(page, 'my-part-b-before');

  // The premium of another tier needs a word about the rest; the photo is not asked for twice.
  const photo = await page.screenshot({ type: 'jpeg' });
  await page.locator('input[name="premium"]').fill('284.10');
  await page.locator('input[name="file"]').setInputFiles({ name: 'letter.jpg', mimeType: 'image/jpeg', buffer: photo });
  await page.getByRole('button', { name: 'Send the claim' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator('.error-summary')).toContainText('The standard premium of this year is $202.90');
  await expect(page.getByText('Use a proof that we have')).toBeVisible();
  await sound(page, 'my-part-b-error');
  await page.locator('input[name="premium"]').fill('202.90');
  await page.getByRole('button', { name: 'Send the claim' }).click();
  await expect(page.getByText('We have your claim.')).toBeVisible();
  await expect(page.locator('#months-0')).toContainText('We have your claim and will check it');
  await sound(page, 'my-part-b-claimed');

  // The desk finds the photo unreadable, and then good.
  const desk = await signedIn(browser, 'coordinator');
  await desk.goto('/desk/part-b');
  await expect(desk.getByText(/days left: the list is due at Accounting by/)).toBeVisible();
  await sound(desk, 'desk-part-b');
  const row = desk.locator('#waiting tr', { hasText: 'Everett Pettingill' });
  await row.getByRole('link', { name: 'Look at the claim' }).click();
  await desk.getByRole('link', { name: 'Show the proof beside this' }).click();
  const shown = desk.locator('#viewer img');
  await expect(shown).toBeVisible();
  expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await sound(desk, 'desk-part-b-claim');
  await desk.getByRole('button', { name: 'Send back' }).click();
  await expect(desk).toHaveTitle(/^Error: /);
  await desk.locator('textarea[name="words"]').fill('The amount can’t be read.');
  await desk.getByRole('button', { name: 'Send back' }).click();
  await expect(desk.getByText('The claim is sent back.')).toBeVisible();

  await page.goto('/my/part-b');
  await expect(page.getByText('The amount can’t be read.').first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 740 });
  const better = await page.screenshot({ type: 'png' });
  await page.locator('input[name="premium"]').fill('202.90');
  await page.locator('input[name="file"]').setInputFiles({ name: 'better.png', mimeType: 'image/png', buffer: better });
  await page.getByRole('button', { name: 'Send the claim' }).click();
  await expect(page.getByText('We have your claim.')).toBeVisible();

  // All that claim the standard premium are verified together; the list is closed, once.
  await desk.goto('/desk/part-b');
  await desk.getByRole('button', { name: 'Verify the chosen ones' }).click();
  await expect(desk.getByText(/^Verified: \d+\.$/)).toBeVisible();
  await page.goto('/my/part-b');
  await expect(page.locator('#months-0')).toContainText('Verified, paid with the next list');
  await desk.getByRole('button', { name: 'Close the list' }).click();
  await expect(desk).toHaveURL(/\/desk\/part-b\/lists\/\d+$/);
  await expect(desk.locator('#payments')).toContainText('Pettingill');
  await sound(desk, 'desk-part-b-list');
  const number = Number(new URL(desk.url()).pathname.split('/').pop());
  await desk.goto('/desk/part-b');
  await desk.getByRole('button', { name: 'Close the list' }).click();
  await expect(desk.locator('.error-summary')).toContainText('Nothing is owed');
  await expect(desk.getByText(`is closed: list no. ${number}.`)).toBeVisible();

  // Accounting takes the files, which are the same each time, and pays.
  const accounting = await signedIn(browser, 'accounting');
  await accounting.goto('/offices/part-b');
  await sound(accounting, 'offices-part-b');
  await accounting.getByRole('link', { name: `Part B list ${number}` }).click();
  await sound(accounting, 'offices-part-b-list');
  for (const ending of ['csv', 'xlsx']) {
    const file = async () => {
      const answer = await accounting.request.get(`/desk/part-b/lists/${number}.${ending}`);
      expect(answer.status()).toBe(200);
      return await answer.body();
    };
    expect((await file()).equals(await file()), ending).toBe(true);
  }
  const csv = await (await accounting.request.get(`/desk/part-b/lists/${number}.csv`)).text();
  expect(csv).toContain('R00009,Pettingill,Everett,CITY,Everett Pettingill,2026-01,2026-12,12,1217.40\r\n');
  await accounting.locator('input[name="day"]').fill('2026-11-01');
  await accounting.getByRole('button', { name: 'Mark as paid' }).click();
  await expect(accounting.locator('.error-summary')).toContainText('before the list was closed');
  await accounting.locator('input[name="day"]').fill('2026-11-24');
  await accounting.getByRole('button', { name: 'Mark as paid' }).click();
  await expect(accounting.getByText('The list is marked as paid.')).toBeVisible();

  await page.goto('/my/part-b');
  await expect(page.locator('#months-0')).toContainText(`Paid on November 24, 2026, list no. ${number}`);
  await page.getByRole('link', { name: 'Statement of the year to print' }).click();
  await expect(page.locator('tfoot').first()).toContainText('$1,217.40');
  await fits(page, 'my-part-b-statement');

  // What is learnt later is a difference on the next list.
  await desk.goto('/desk/people/R00009/part-b');
  await desk.locator('select[name="from"]').selectOption('7');
  await desk.locator('input[name="premium"]').fill('190.00');
  await desk.locator('input[name="reason"]').fill('Letter of November 20, on paper');
  await desk.getByRole('button', { name: 'Enter the claim' }).click();
  await expect(desk.getByText('The claim is entered and waits for its check.')).toBeVisible();
  await sound(desk, 'desk-part-b-person');
  const other = await signedIn(browser, 'generalist');
  await other.goto('/desk/part-b');
  await other.locator('#waiting tr', { hasText: 'Everett' }).getByRole('link', { name: 'Look at the claim' }).click();
  await other.getByRole('button', { name: 'Verify the claim' }).click();
  await expect(other.getByText('The claim is verified.')).toBeVisible();
  await page.goto('/my/part-b');
  await expect(page.locator('#months-0')).toContainText('$6.45 was paid too much and comes off the next lists.');
});

test('a claim is sent without JavaScript @nojs-only', async ({ page }) => {
  await signIn(page, 'survivor');
  await page.goto('/my/part-b');
  await page.getByRole('button', { name: 'Send the claim' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator('.error-summary li')).toHaveCount(2);
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
    'base64',
  );
  await page.locator('input[name="premium"]').fill('202.90');
  await page.locator('input[name="file"]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: pixel });
  await page.getByRole('button', { name: 'Send the claim' }).click();
  await expect(page.getByText('We have your claim.')).toBeVisible();
  await expect(page.locator('#months-0')).toContainText('We have your claim and will check it');
});
