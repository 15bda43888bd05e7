// The member's part of open enrollment without JavaScript, with everything that people type wrong.
import { expect, test } from '@playwright/test';
import { choosePlan, putAside, send, signIn } from './support';

test('a member adds a family, mistypes, mends, sends, changes and takes back @nojs-only', async ({ page }) => {
  await signIn(page, 'accounting');

  await page.goto('/my/enroll/household');
  await page.getByRole('button', { name: 'Add this person' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page).toHaveTitle(/^Error: /);
  for (const [given, birth, relationship] of [
    ['Sok', '3/15/1985', 'spouse'],
    ['Bopha', '6/1/2020', 'child'],
  ]) {
    await page.locator('input[name="given_name"]').fill(given);
    await page.locator('input[name="family_name"]').fill('Chhim');
    await page.locator('input[name="birth"]').fill(birth);
    await page.locator(`input[name="relationship"][value="${relationship}"]`).check();
    await page.getByRole('button', { name: 'Add this person' }).click();
    await expect(page.getByText(`${given} Chhim`).first()).toBeVisible();
  }

  for (const amount of ['12,5o', '-1', '1e9', '99999', '0', '']) {
    await putAside(page, 'health_fsa', 'HFSA', amount);
    await expect(page, amount).toHaveURL(/check=1/);
    await expect(page, amount).toHaveTitle(/^Error: /);
    await expect(page.getByRole('alert'), amount).toBeVisible();
    await expect(page.locator('input[name="amount"]'), amount).toHaveValue(amount);
  }
  await putAside(page, 'health_fsa', 'HFSA', '1,200');
  await choosePlan(page, 'health', 'PPO', ['Sok', 'Bopha']);

  await page.goto('/my/enroll/review');
  await page.getByRole('button', { name: 'Send my choices' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  const reference = await send(page, 'Rithy Chhim');
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(reference));

  await page.getByRole('button', { name: 'Change my choices' }).click();
  await choosePlan(page, 'health', 'HMO', ['Sok', 'Bopha']);
  const changed = await send(page, 'Rithy Chhim');
  expect(changed).not.toBe(reference);
  await page.getByText('Take back', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Yes, take it back' }).click();
  await page.goto(`/my/receipts/${changed}`);
  await expect(page.getByText('You took this back').first()).toBeVisible();
});
